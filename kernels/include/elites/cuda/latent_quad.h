// Four elements of a latent with independent coordinates.
#pragma once

#include "elites/cuda/latent_target.h"
#include "elites/cuda/unroll.h"
#include "elites/portable.h"

namespace elites {

// z = mean + deviation * normal for elements 4 * quad to 4 * quad + 3 of a row, as far as it goes.
__device__ inline void write_quad(
        const LatentTarget& to, int64_t row, const float* mean, const float* deviation, const float (&normals)[4],
        int32_t quad) {
    int32_t first = 4 * quad;
    if (to.width % 4 == 0) {
        // Rows of whole quads are aligned to 16 bytes, so that one store takes four elements.
        float4 m = *reinterpret_cast<const float4*>(mean + first);
        float4 s = *reinterpret_cast<const float4*>(deviation + first);
        float4 z = make_float4(
                fma_rn(s.x, normals[0], m.x), fma_rn(s.y, normals[1], m.y), fma_rn(s.z, normals[2], m.z),
                fma_rn(s.w, normals[3], m.w));
        *reinterpret_cast<float4*>(to.latents + row * to.width + first) = z;
        store_feature(to, row, first, z.x);
        store_feature(to, row, first + 1, z.y);
        store_feature(to, row, first + 2, z.z);
        store_feature(to, row, first + 3, z.w);
        return;
    }
    ELITES_UNROLL
    for (int32_t e = 0; e < 4; ++e) {
#if ELITES_SEEDED_BUG == 3
        if (first < to.width) {
#else
        if (first + e < to.width) {
#endif
            store_latent(to, row, first + e, fma_rn(deviation[first + e], normals[e], mean[first + e]));
        }
    }
}

}  // namespace elites
