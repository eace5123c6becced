// Statistics of the rewards that are numbers, a block a search; columns as in the Java Statistic.
#include "elites/cuda/radix_select.h"
#include "elites/cuda/reduce.h"
#include "elites/cuda/reward_keys.h"
#include "elites/selection.h"

namespace elites {

struct RewardStatistics {
    const float* rewards;     // [searches, individuals]
    const int32_t* settings;  // [searches, 4]
    SelectionView selection;
    float* statistics;  // [searches, 9]
    int32_t searches, individuals;
};

enum StatisticColumn {
    kBestReward = 0, kMean = 1, kEliteMean = 2, kFirstQuantile = 3, kDeviation = 8, kStatisticsColumns = 9
};
constexpr int32_t kQuantiles = 5;

struct StatisticsShared {
    BlockSum<double> sums;
    RadixShared radix;
};

// The reward at a place of those that are numbers, from worst to best.
__device__ inline float reward_at(
        StatisticsShared& shared, const RewardKeys& keys, int32_t active, int32_t numbers, int32_t place) {
    uint32_t key = key_at(shared.radix, keys, active, numbers - place);
    float better_is_less = float_of((key & 0x80000000u) != 0 ? key & 0x7FFFFFFFu : ~key);
    return turned(better_is_less, keys.sense);
}

// Between two order statistics, linear. Equal neighbours need no arithmetic, so infinities stay themselves.
__device__ inline float quantile(
        StatisticsShared& shared, const RewardKeys& keys, int32_t active, int32_t numbers, double fraction) {
    double place = fraction * (numbers - 1);
    int32_t below = static_cast<int32_t>(place);
    float low = reward_at(shared, keys, active, numbers, below);
    float high = reward_at(shared, keys, active, numbers, below + 1 < numbers ? below + 1 : below);
    double weight = place - below;
    if (low == high || weight == 0) {
        return low;
    }
    // Not low + weight * (high - low): that is NaN between an infinity and a number.
    return static_cast<float>((1 - weight) * low + weight * high);
}

__device__ inline void describe(const RewardStatistics& a, StatisticsShared& shared, int64_t search) {
    constexpr double kFractions[kQuantiles] = {0.10, 0.25, 0.50, 0.75, 0.90};
    float* out = a.statistics + search * kStatisticsColumns;
    int32_t active = active_of(a.settings, search, a.individuals);
    RewardKeys keys = {
            a.rewards + search * a.individuals, a.settings[search * kSettingsColumns + kSense]};
    auto sum = [&](auto&& term) {
        return block_sum(shared.sums, active, [&](int64_t i) {
            return is_nan(keys.rewards[i]) ? 0.0 : term(static_cast<double>(keys.rewards[i]));
        });
    };
    double numbers = sum([](double) { return 1.0; });
    if (numbers == 0) {
        for (int32_t column = threadIdx.x; column < kStatisticsColumns; column += blockDim.x) {
            out[column] = float_of(0x7FC00000u);
        }
        return;
    }
    double mean = sum([](double reward) { return reward; }) / numbers;
    double square = sum([&](double reward) { return (reward - mean) * (reward - mean); });
    int32_t elites = a.selection.count(search, a.individuals);
    double of_elites = block_sum(shared.sums, elites, [&](int64_t k) {
        return static_cast<double>(a.rewards[a.selection.row(search, a.individuals, static_cast<int32_t>(k))]);
    });
    int32_t count = static_cast<int32_t>(numbers);
    float best = reward_at(shared, keys, active, count, count - 1);
    if (threadIdx.x == 0) {
        out[kMean] = static_cast<float>(mean);
        out[kDeviation] = static_cast<float>(sqrt(square / numbers));
        out[kEliteMean] = static_cast<float>(of_elites / elites);
        out[kBestReward] = best;
    }
    for (int32_t q = 0; q < kQuantiles; ++q) {
        float value = quantile(shared, keys, active, count, kFractions[q]);
        if (threadIdx.x == 0) {
            out[kFirstQuantile + q] = value;
        }
    }
}

}  // namespace elites

ELITES_KERNEL(reward_statistics, elites::RewardStatistics, 1024) {
    using namespace elites;
    __shared__ StatisticsShared shared;
    for (int64_t search = blockIdx.x; search < arguments.searches; search += gridDim.x) {
        describe(arguments, shared, search);
        __syncthreads();
    }
}
