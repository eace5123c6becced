// Which component of a mixture a random word chooses.
#pragma once

#include "elites/portable.h"

namespace elites {

// Weights that are not positive finite numbers count as zero.
ELITES_HOST_DEVICE double mixture_weight(float weight) {
    return weight > 0.0f && weight < float_of(0x7F800000u) ? static_cast<double>(weight) : 0.0;
}

// The first component m with word / 2^32 < (w_0 + ... + w_m) / (w_0 + ... + w_M-1), sums in double by index; -1 where
// all weights are zero. A component of weight zero is never the first: its sum is that of the one before.
ELITES_HOST_DEVICE int32_t mixture_component(uint32_t word, const float* weights, int32_t components) {
    double total = 0;
    for (int32_t m = 0; m < components; ++m) {
        total += mixture_weight(weights[m]);
    }
    double bound = static_cast<double>(word) * 2.3283064365386963e-10 * total;
    double sum = 0;
    for (int32_t m = 0; m < components; ++m) {
        sum += mixture_weight(weights[m]);
        if (bound < sum) {
            return m;
        }
    }
    return -1;
}

}  // namespace elites
