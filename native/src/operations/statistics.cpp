// Statistics of the rewards of each search; sums and places in the order are those of numbers alone, without NaN.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "lanes.hpp"
#include "order_statistics.hpp"
#include "population.hpp"
#include "strands.hpp"

namespace elites {

namespace {

// Columns as in the Java Statistic.
enum StatisticColumn {
    kBestReward = 0, kMean = 1, kEliteMean = 2, kFirstQuantile = 3, kDeviation = 8, kStatisticsColumns = 9
};
constexpr double kQuantiles[] = {0.10, 0.25, 0.50, 0.75, 0.90};

// Between two places of the order of so many numbers.
struct Quantile {
    int64_t below, above;
    double weight;  // of the place above

    Quantile(double fraction, int64_t numbers) {
        double place = fraction * static_cast<double>(numbers - 1);
        below = static_cast<int64_t>(place);
        above = std::min(below + 1, numbers - 1);
        weight = place - static_cast<double>(below);
    }

    // Equal neighbours need no arithmetic, so infinities stay themselves. Not low + weight * (high - low): that is NaN
    // between an infinity and a number.
    float between(float low, float high) const {
        return low == high || weight == 0 ? low : static_cast<float>((1 - weight) * low + weight * high);
    }
};

class Statistics final : public PopulationOperation {
public:
    Statistics(const float* rewards, const int32_t* settings, const SelectionView& selection, float* statistics)
        : rewards_(rewards), settings_(settings), selection_(selection), statistics_(statistics) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        // As in a selection.
        if (population.searches < lanes.count() && population.individuals > OrderStatistics::kBlock) {
            for (int64_t search = 0; search < population.searches; ++search) {
                describe(search, population.individuals, [&](int64_t blocks, auto&& work) {
                    lanes.for_each(blocks, [&](int64_t block, Lane&) { work(block); });
                });
            }
        } else {
            lanes.for_each(population.searches, [&](int64_t search, Lane&) {
                describe(search, population.individuals, [](int64_t blocks, auto&& work) {
                    for (int64_t block = 0; block < blocks; ++block) {
                        work(block);
                    }
                });
            });
        }
    }

private:
    template <typename ForEach>
    void describe(int64_t search, int32_t individuals, ForEach&& for_each) const {
        float* out = statistics_ + search * kStatisticsColumns;
        OrderStatistics order(rewards_ + search * individuals, active_of(settings_, search, individuals));
        for_each(order.blocks(), [&](int64_t block) { order.scan(block); });
        order.join_scans();
        if (order.numbers() == 0) {
            std::fill(out, out + kStatisticsColumns, std::numeric_limits<float>::quiet_NaN());
            return;
        }
        out[kMean] = static_cast<float>(order.mean());
        out[kEliteMean] = elite_mean(search, individuals);
        std::vector<Quantile> quantiles;
        std::vector<int64_t> places;
        // A quantile counts from the worst: where smaller rewards are better, from the greatest.
        bool larger_is_better = settings_[search * kSettingsColumns + kSense] > 0;
        auto from_least = [&](int64_t place) { return larger_is_better ? place : order.numbers() - 1 - place; };
        for (double fraction : kQuantiles) {
            const Quantile& quantile = quantiles.emplace_back(fraction, order.numbers());
            places.insert(places.end(), {from_least(quantile.below), from_least(quantile.above)});
        }
        order.ask(places);
        for_each(order.blocks(), [&](int64_t block) { order.count(block); });
        order.join_counts();
        for_each(order.blocks(), [&](int64_t block) { order.collect(block); });
        order.join_collected();
        out[kDeviation] = static_cast<float>(std::sqrt(order.squares() / static_cast<double>(order.numbers())));
        out[kBestReward] = larger_is_better ? order.greatest() : order.least();
        for (size_t q = 0; q < quantiles.size(); ++q) {
            float low = order.at(from_least(quantiles[q].below));
            float high = order.at(from_least(quantiles[q].above));
            out[kFirstQuantile + q] = quantiles[q].between(low, high);
        }
    }

    float elite_mean(int64_t search, int32_t individuals) const {
        int32_t elites = selection_.count(search, individuals);
        double sum = sum_in_strands<double>(elites, [&](double sum, int32_t k) {
            return sum + rewards_[selection_.row(search, individuals, k)];
        });
        return static_cast<float>(sum / elites);
    }

    const float* rewards_;
    const int32_t* settings_;
    SelectionView selection_;
    float* statistics_;
};

}  // namespace

PopulationPointer make_statistics(
        const float* rewards, const int32_t* settings, const SelectionView& selection, float* statistics) {
    return std::make_unique<Statistics>(rewards, settings, selection, statistics);
}

}  // namespace elites
