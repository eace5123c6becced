// Statistics of the rewards of each search; sums and places in the order are those of numbers alone, without NaN.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <span>
#include <vector>

#include "population.hpp"
#include "radix_selection.hpp"
#include "reward_moments.hpp"
#include "search_blocks.hpp"
#include "strands.hpp"

namespace elites {

namespace {

// Columns as in the Java Statistic.
enum StatisticColumn {
    kBestReward = 0, kMean = 1, kEliteMean = 2, kFirstQuantile = 3, kDeviation = 8, kStatisticsColumns = 9
};
constexpr double kQuantiles[] = {0.10, 0.25, 0.50, 0.75, 0.90};

// Between two places of the order, best first. A quantile counts from the worst.
struct Quantile {
    int64_t worse, better;
    double weight;  // of the better one

    Quantile(double fraction, int64_t numbers) {
        double place = fraction * static_cast<double>(numbers - 1);
        worse = numbers - 1 - static_cast<int64_t>(place);
        better = std::max<int64_t>(worse - 1, 0);
        weight = place - static_cast<double>(static_cast<int64_t>(place));
    }

    // Equal neighbours need no arithmetic, so infinities stay themselves. Not low + weight * (high - low): that is NaN
    // between an infinity and a number.
    float between(float low, float high) const {
        return low == high || weight == 0 ? low : static_cast<float>((1 - weight) * low + weight * high);
    }
};

// Puts the keys from begin to end - 1 in order as far as those at these places, which ascend, stand where they belong.
void put_in_order(std::vector<uint32_t>& keys, int64_t begin, int64_t end, std::span<const int64_t> places) {
    if (places.empty()) {
        return;
    }
    int64_t place = places[places.size() / 2];
    std::nth_element(keys.begin() + begin, keys.begin() + place, keys.begin() + end);
    auto before = std::ranges::lower_bound(places, place) - places.begin();
    auto behind = std::ranges::upper_bound(places, place) - places.begin();
    put_in_order(keys, begin, place, places.first(before));
    put_in_order(keys, place + 1, end, places.subspan(behind));
}

// The active rewards of a search.
struct Rewards {
    const float* first;
    int32_t count, sense;

    int64_t blocks() const { return reward_blocks(count); }
    const float* of_block(int64_t block) const { return first + block * kRewardBlock; }
    int32_t count_of(int64_t block) const {
        return static_cast<int32_t>(std::min<int64_t>(kRewardBlock, count - block * kRewardBlock));
    }
};

class Statistics final : public PopulationOperation {
public:
    Statistics(const float* rewards, const int32_t* settings, const SelectionView& selection, float* statistics)
        : rewards_(rewards), settings_(settings), selection_(selection), statistics_(statistics) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        for_each_search(population, lanes, [&](int64_t search, int, auto&& for_each_block) {
            Rewards rewards = {
                    rewards_ + search * population.individuals, active_of(settings_, search, population.individuals),
                    settings_[search * kSettingsColumns + kSense]};
            float* out = statistics_ + search * kStatisticsColumns;
            std::vector<RewardMoments> blocks(rewards.blocks());
            for_each_block(rewards.blocks(), [&](int64_t block, int) {
                blocks[block] = RewardMoments(rewards.of_block(block), rewards.count_of(block));
            });
            RewardMoments moments(blocks);
            if (moments.numbers == 0) {
                std::fill(out, out + kStatisticsColumns, std::numeric_limits<float>::quiet_NaN());
                return;
            }
            out[kBestReward] = rewards.sense > 0 ? moments.greatest : moments.least;
            out[kMean] = static_cast<float>(moments.mean());
            out[kDeviation] = static_cast<float>(std::sqrt(moments.squares / static_cast<double>(moments.numbers)));
            out[kEliteMean] = elite_mean(search, population.individuals, for_each_block);
            quantiles(rewards, moments, lanes.count(), for_each_block, out + kFirstQuantile);
        });
    }

private:
    template <typename ForEachBlock>
    float elite_mean(int64_t search, int32_t individuals, ForEachBlock&& for_each_block) const {
        int32_t elites = selection_.count(search, individuals);
        std::vector<double> sums(reward_blocks(elites));
        for_each_block(reward_blocks(elites), [&](int64_t block, int) {
            auto first = static_cast<int32_t>(block * kRewardBlock);
            sums[block] = sum_in_strands<double>(std::min(kRewardBlock, elites - first), [&](double sum, int32_t k) {
                return sum + rewards_[selection_.row(search, individuals, first + k)];
            });
        });
        double sum = 0;
        for (double of_block : sums) {
            sum += of_block;
        }
        return static_cast<float>(sum / elites);
    }

    template <typename ForEachBlock>
    static void quantiles(
            const Rewards& rewards, const RewardMoments& moments, int lanes, ForEachBlock&& for_each_block, float* out) {
        std::vector<Quantile> quantiles;
        std::vector<int64_t> places;
        for (double fraction : kQuantiles) {
            const Quantile& quantile = quantiles.emplace_back(fraction, moments.numbers);
            places.insert(places.end(), {quantile.worse, quantile.better});
        }
        std::vector<uint32_t> keys = rewards.count < RadixSelection::kFewest
                ? keys_of_few(rewards, places)
                : keys_of_many(rewards, moments, places, lanes, for_each_block);
        for (size_t q = 0; q < quantiles.size(); ++q) {
            float low = reward_of(keys[2 * q], rewards.sense);
            float high = reward_of(keys[2 * q + 1], rewards.sense);
            out[q] = quantiles[q].between(low, high);
        }
    }

    static std::vector<uint32_t> keys_of_few(const Rewards& rewards, const std::vector<int64_t>& places) {
        std::vector<uint32_t> all(rewards.count);
        std::transform(rewards.first, rewards.first + rewards.count, all.begin(), [&](float reward) {
            return key_of(reward, rewards.sense);
        });
        std::vector<int64_t> ascending = places;
        std::ranges::sort(ascending);
        put_in_order(all, 0, rewards.count, ascending);
        std::vector<uint32_t> keys;
        std::ranges::transform(places, std::back_inserter(keys), [&](int64_t place) { return all[place]; });
        return keys;
    }

    template <typename ForEachBlock>
    static std::vector<uint32_t> keys_of_many(
            const Rewards& rewards, const RewardMoments& moments, const std::vector<int64_t>& places, int lanes,
            ForEachBlock&& for_each_block) {
        uint32_t keys[] = {key_of(moments.least, rewards.sense), key_of(moments.greatest, rewards.sense)};
        auto [least, greatest] = std::ranges::minmax(keys);
        RadixSelection selection(least, greatest, places, lanes);
        while (selection.is_open()) {
            for_each_block(rewards.blocks(), [&](int64_t block, int lane) {
                selection.count(rewards.of_block(block), rewards.count_of(block), rewards.sense, lane);
            });
            selection.join();
        }
        return selection.keys();
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
