// Where latents go: to the population, and at once to the network's first feature map, where that is what follows.
#pragma once

#include "elites/cuda/feature.h"

namespace elites {

struct LatentTarget {
    float* latents;  // [rows, width]
    void* features;  // [rows, length, channels], or null
    int32_t width;   // channels * length, where there are features
    int32_t channels, length;
    int32_t reduced;  // whether features are bfloat16 and not float32
};

// Element e of a row as a feature: at the edge it is channel e / length, position e % length.
__device__ inline void store_feature(const LatentTarget& to, int64_t row, int32_t e, float z) {
    if (to.features == nullptr) {
        return;
    }
#if ELITES_SEEDED_BUG == 4
    int64_t at = row * to.width + e;
#else
    int64_t at = row * to.width + e % to.length * to.channels + e / to.length;
#endif
    if (to.reduced != 0) {
        static_cast<__nv_bfloat16*>(to.features)[at] = rounded<__nv_bfloat16>(z);
    } else {
        static_cast<float*>(to.features)[at] = z;
    }
}

__device__ inline void store_latent(const LatentTarget& to, int64_t row, int32_t e, float z) {
    to.latents[row * to.width + e] = z;
    store_feature(to, row, e, z);
}

}  // namespace elites
