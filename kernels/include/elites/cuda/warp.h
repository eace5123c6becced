// Sums and maxima over the lanes of a warp, all of which must take part; every lane gets the result.
#pragma once

#include "elites/cuda/kernel.h"

namespace elites {

constexpr int32_t kWarp = 32;
constexpr uint32_t kAllLanes = 0xFFFFFFFFu;

template <typename Number>
__device__ inline Number warp_sum(Number value) {
    for (int32_t distance = kWarp / 2; distance > 0; distance /= 2) {
        value += __shfl_xor_sync(kAllLanes, value, distance);
    }
    return value;
}

// A maximum that keeps NaN only by luck.
__device__ inline float warp_max(float value) {
    for (int32_t distance = kWarp / 2; distance > 0; distance /= 2) {
        float other = __shfl_xor_sync(kAllLanes, value, distance);
        value = other > value ? other : value;
    }
    return value;
}

// Calls work(item) for every item in [0, items), a warp an item; blocks are whole warps.
template <typename Work>
__device__ inline void for_warps(int64_t items, Work&& work) {
    int64_t warps = static_cast<int64_t>(gridDim.x) * (blockDim.x / kWarp);
    for (int64_t item = (static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x) / kWarp; item < items;
         item += warps) {
        work(item);
    }
}

}  // namespace elites
