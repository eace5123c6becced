// Columns of statistics of rewards, and quantiles between two order statistics.
#pragma once

#include "elites/cuda/radix_select.h"
#include "elites/cuda/reduce.h"
#include "elites/selection.h"

namespace elites {

// As in the Java Statistic.
enum StatisticColumn {
    kBestReward = 0, kMean = 1, kEliteMean = 2, kFirstQuantile = 3, kDeviation = 8, kStatisticsColumns = 9
};
constexpr int32_t kQuantiles = 5;

__device__ inline double quantile_fraction(int32_t quantile) {
    // Not a table: a thread would keep it in memory of its own.
    return quantile == 0 ? 0.10 : quantile == 1 ? 0.25 : quantile == 2 ? 0.50 : quantile == 3 ? 0.75 : 0.90;
}

// The place of a quantile among the rewards from worst to best, which need not be whole.
__device__ inline double quantile_place(int32_t quantile, int32_t numbers) {
    return quantile_fraction(quantile) * (numbers - 1);
}

// The reward below that place, as a place of the keys' order.
__device__ inline int32_t wanted_below(int32_t quantile, int32_t numbers) {
    return numbers - static_cast<int32_t>(quantile_place(quantile, numbers));
}

// A quantile from the key of the reward below its place and the greatest of the keys that are less, 0 if there is none.
// Linear; equal neighbours need no arithmetic, so infinities stay themselves.
__device__ inline float quantile_between(
        int32_t quantile, int32_t numbers, int32_t sense, const RadixPlace& below, uint32_t next_better) {
    float low = reward_of(below.prefix, sense);
    // Further keys like this one come before it in the order of keys: then they are its better neighbours.
#if ELITES_SEEDED_BUG == 1
    float high = next_better == 0 ? low : reward_of(next_better, sense);
#else
    float high = below.wanted > 1 || next_better == 0 ? low : reward_of(next_better, sense);
#endif
    double place = quantile_place(quantile, numbers);
    double weight = place - static_cast<int32_t>(place);
    if (low == high || weight == 0) {
        return low;
    }
    // Not low + weight * (high - low): that is NaN between an infinity and a number.
    return static_cast<float>((1 - weight) * low + weight * high);
}

// The greatest of the keys [first, last) that are less than each place's, joined with what `better` has, by one block of
// whole warps.
template <typename Keys>
__device__ inline void find_next_better(
        uint32_t* better, const RadixPlace* places, const Keys& keys, int32_t first, int32_t last) {
    uint32_t greatest[kQuantiles] = {};
    uint32_t bounds[kQuantiles];
    for (int32_t place = 0; place < kQuantiles; ++place) {
        bounds[place] = places[place].prefix;
    }
    for (int32_t i = first + static_cast<int32_t>(threadIdx.x); i < last; i += static_cast<int32_t>(blockDim.x)) {
        uint32_t key = keys[i];
        for (int32_t place = 0; place < kQuantiles; ++place) {
            greatest[place] = key < bounds[place] && key > greatest[place] ? key : greatest[place];
        }
    }
    for (int32_t place = 0; place < kQuantiles; ++place) {
        uint32_t of_warp = __reduce_max_sync(kAllLanes, greatest[place]);
        if (threadIdx.x % kWarp == 0 && of_warp != 0) {
            atomicMax(&better[place], of_warp);
        }
    }
}

// The sum of term(reward) over the rewards of [first, last) that are numbers, in an order that depends on their places
// alone.
template <typename Term>
__device__ inline double sum_of_rewards(
        BlockSum<double>& sums, const float* rewards, int32_t first, int32_t last, Term&& term) {
    return block_sum(sums, last - first, [&](int64_t i) {
        float reward = rewards[first + i];
        return is_nan(reward) ? 0.0 : term(static_cast<double>(reward));
    });
}

// The sum of the rewards of a search's elites [first, last), from the rewards of all searches.
__device__ inline double sum_of_elites(
        BlockSum<double>& sums, const float* rewards, const SelectionView& selection, int64_t search,
        int32_t individuals, int32_t first, int32_t last) {
    return block_sum(sums, last > first ? last - first : 0, [&](int64_t k) {
        return static_cast<double>(
                rewards[selection.row(search, individuals, first + static_cast<int32_t>(k))]);
    });
}

// Columns of a search without numbers.
__device__ inline void describe_nothing(float* out) {
    for (int32_t column = threadIdx.x; column < kStatisticsColumns; column += static_cast<int32_t>(blockDim.x)) {
        out[column] = float_of(0x7FC00000u);
    }
}

}  // namespace elites
