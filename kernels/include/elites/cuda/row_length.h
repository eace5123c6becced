// The Euclidean length of a row, by one warp.
#pragma once

#include "elites/cuda/warp.h"

namespace elites {

__device__ inline double length_of(const float* row, int32_t width) {
    double sum = 0;
    for (int32_t e = threadIdx.x % kWarp; e < width; e += kWarp) {
        double value = row[e];
        sum += value * value;
    }
    return sqrt(warp_sum(sum));
}

}  // namespace elites
