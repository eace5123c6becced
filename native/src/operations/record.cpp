// What is kept of a generation: its champion, its elites' rows, its statistics.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>
#include <span>
#include <vector>

#include "elites/reward_order.h"
#include "error.hpp"
#include "lanes.hpp"
#include "population.hpp"

namespace elites {

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

struct KeepChampion final : public PopulationOperation {
    const float* rows;
    int32_t width;
    const float* rewards;
    SelectionView selection;
    int32_t slots;
    float* champions;
    float* champion_rewards;
    int32_t* champion_individuals;

    KeepChampion(
            const float* rows, int32_t width, const float* rewards, const SelectionView& selection, int32_t slots,
            float* champions, float* champion_rewards, int32_t* champion_individuals)
        : rows(rows),
          width(width),
          rewards(rewards),
          selection(selection),
          slots(slots),
          champions(champions),
          champion_rewards(champion_rewards),
          champion_individuals(champion_individuals) {}

    void run(const Control& control, const Population& population, Lanes&) const override {
        for (int64_t search = 0; search < population.searches; ++search) {
            uint32_t generation = control.clock(search).generation;
            require(
                    generation < static_cast<uint32_t>(slots), "There is no place for champions of this generation.");
            int32_t best = selection.best(search, population.individuals);
            int64_t slot = search * slots + generation;
            champion_individuals[slot] = best;
            champion_rewards[slot] = best < 0 ? kNan : rewards[search * population.individuals + best];
            if (best >= 0) {
                std::memcpy(
                        champions + slot * width, rows + (search * population.individuals + best) * width,
                        sizeof(float) * width);
            }
        }
    }
};

struct Gather final : public PopulationOperation {
    const float* rows;
    int32_t width;
    SelectionView selection;
    int32_t capacity;
    float* target;

    Gather(const float* rows, int32_t width, const SelectionView& selection, int32_t capacity, float* target)
        : rows(rows), width(width), selection(selection), capacity(capacity), target(target) {}

    // Elites that one worker takes at a time.
    static constexpr int32_t kBlock = 1024;

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        int64_t blocks = (capacity + kBlock - 1) / kBlock;
        lanes.for_each(population.searches * blocks, [&](int64_t item, Lane&) {
            int64_t search = item / blocks;
            auto first = static_cast<int32_t>(item % blocks) * kBlock;
            int32_t last = std::min({first + kBlock, selection.count(search, population.individuals), capacity});
            for (int32_t k = first; k < last; ++k) {
                std::memcpy(
                        target + (search * capacity + k) * width,
                        rows + selection.row(search, population.individuals, k) * width, sizeof(float) * width);
            }
        });
    }
};

// Columns as in the Java Statistic.
enum StatisticColumn {
    kBestReward = 0, kMean = 1, kEliteMean = 2, kFirstQuantile = 3, kDeviation = 8, kStatisticsColumns = 9
};
constexpr double kQuantiles[] = {0.10, 0.25, 0.50, 0.75, 0.90};

struct Statistics final : public PopulationOperation {
    const float* rewards;
    const int32_t* settings;
    SelectionView selection;
    float* statistics;

    Statistics(const float* rewards, const int32_t* settings, const SelectionView& selection, float* statistics)
        : rewards(rewards), settings(settings), selection(selection), statistics(statistics) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        lanes.for_each(
                population.searches, [&](int64_t search, Lane&) { describe(search, population.individuals); });
    }

    void describe(int64_t search, int32_t individuals) const {
        const float* all = rewards + search * individuals;
        float* out = statistics + search * kStatisticsColumns;
        int32_t active = active_of(settings, search, individuals);
        std::vector<float> numbers;
        std::copy_if(all, all + active, std::back_inserter(numbers), [](float reward) { return !is_nan(reward); });
        if (numbers.empty()) {
            std::fill(out, out + kStatisticsColumns, kNan);
            return;
        }
        double sum = 0;
        for (float number : numbers) {
            sum += number;
        }
        double mean = sum / static_cast<double>(numbers.size());
        double square = 0;
        for (float number : numbers) {
            square += (number - mean) * (number - mean);
        }
        out[kMean] = static_cast<float>(mean);
        out[kDeviation] = static_cast<float>(std::sqrt(square / static_cast<double>(numbers.size())));
        int32_t elites = selection.count(search, individuals);
        double elite_sum = 0;
        for (int32_t k = 0; k < elites; ++k) {
            elite_sum += rewards[selection.row(search, individuals, k)];
        }
        out[kEliteMean] = static_cast<float>(elite_sum / elites);
        // From worst to best, as far as somebody asks.
        int32_t sense = settings[search * kSettingsColumns + kSense];
        for (float& number : numbers) {
            number = -turned(number, sense);
        }
        std::vector<size_t> places{numbers.size() - 1};
        for (double fraction : kQuantiles) {
            places.insert(places.end(), {below(numbers, fraction), above(numbers, fraction)});
        }
        std::ranges::sort(places);
        order(numbers, 0, numbers.size(), places);
        out[kBestReward] = -turned(numbers.back(), sense);
        for (int32_t q = 0; q < 5; ++q) {
            out[kFirstQuantile + q] = -turned(quantile(numbers, kQuantiles[q]), sense);
        }
    }

    // Puts the numbers from begin to end - 1 in order as far as those at these places, which ascend, stand where they
    // belong.
    static void order(std::vector<float>& numbers, size_t begin, size_t end, std::span<const size_t> places) {
        if (places.empty()) {
            return;
        }
        size_t middle = places.size() / 2;
        size_t place = places[middle];
        std::nth_element(numbers.begin() + begin, numbers.begin() + place, numbers.begin() + end);
        auto less = std::ranges::lower_bound(places, place) - places.begin();
        auto more = std::ranges::upper_bound(places, place) - places.begin();
        order(numbers, begin, place, places.first(less));
        order(numbers, place + 1, end, places.subspan(more));
    }

    static double place_of(const std::vector<float>& ordered, double fraction) {
        return fraction * static_cast<double>(ordered.size() - 1);
    }

    static size_t below(const std::vector<float>& ordered, double fraction) {
        return static_cast<size_t>(place_of(ordered, fraction));
    }

    static size_t above(const std::vector<float>& ordered, double fraction) {
        return std::min(below(ordered, fraction) + 1, ordered.size() - 1);
    }

    // Between two order statistics, linear. Equal neighbours need no arithmetic, so infinities stay themselves.
    static float quantile(const std::vector<float>& ordered, double fraction) {
        float low = ordered[below(ordered, fraction)];
        float high = ordered[above(ordered, fraction)];
        double weight = place_of(ordered, fraction) - static_cast<double>(below(ordered, fraction));
        if (low == high || weight == 0) {
            return low;
        }
        // Not low + weight * (high - low): that is NaN between an infinity and a number.
        return static_cast<float>((1 - weight) * low + weight * high);
    }
};

}  // namespace

PopulationPointer make_keep_champion(
        const float* rows, int32_t width, const float* rewards, const SelectionView& selection, int32_t slots,
        float* champions, float* champion_rewards, int32_t* champion_individuals) {
    return std::make_unique<KeepChampion>(
            rows, width, rewards, selection, slots, champions, champion_rewards, champion_individuals);
}

PopulationPointer make_gather(
        const float* rows, int32_t width, const SelectionView& selection, int32_t capacity, float* target) {
    return std::make_unique<Gather>(rows, width, selection, capacity, target);
}

PopulationPointer make_statistics(
        const float* rewards, const int32_t* settings, const SelectionView& selection, float* statistics) {
    return std::make_unique<Statistics>(rewards, settings, selection, statistics);
}

}  // namespace elites
