// Sums of floats with about twice their precision.
#pragma once

#include "elites/cuda/kernel.h"

namespace elites {

// A sum and what its roundings lost (Knuth's two-sum): as good as double for sums of a few thousand terms, and unlike
// double as fast as float32 on every GPU.
struct CompensatedSum {
    float sum, lost;

    __device__ void add(float term) {
        float next = __fadd_rn(sum, term);
        float of_term = __fsub_rn(next, sum);
        lost = __fadd_rn(
                lost, __fadd_rn(__fsub_rn(sum, __fsub_rn(next, of_term)), __fsub_rn(term, of_term)));
        sum = next;
    }
    // An infinite sum has lost NaN.
    __device__ double value() const {
        return isfinite(sum) ? static_cast<double>(sum) + static_cast<double>(lost) : static_cast<double>(sum);
    }
};

}  // namespace elites
