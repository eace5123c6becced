// Elementary functions that compilers vectorise, with the same bits in every vector lane.
#pragma once

#include "elites/portable.h"

namespace elites {

// exp(x) within 2 units in the last place for x in [-87, 88]; clamped beyond; NaN stays NaN.
inline float exponential(float x) {
    float clamped = x < -87.0f ? -87.0f : x;
    clamped = clamped > 88.0f ? 88.0f : clamped;
    // Adding 1.5 * 2^23 rounds to an integer, which then stands in the low bits.
    float shifted = fma_rn(clamped, 1.44269504088896341f, 12582912.0f);
    float whole = shifted - 12582912.0f;
    float rest = fma_rn(whole, -0.693145751953125f, clamped);
    rest = fma_rn(whole, -1.42860682030941723e-6f, rest);
    float p = 1.98756915e-4f;
    p = fma_rn(p, rest, 1.39819995e-3f);
    p = fma_rn(p, rest, 8.33345205e-3f);
    p = fma_rn(p, rest, 4.16657962e-2f);
    p = fma_rn(p, rest, 1.66666657e-1f);
    p = fma_rn(p, rest, 5.0e-1f);
    p = fma_rn(p, rest * rest, rest) + 1.0f;
    float scale = float_of((bits_of(shifted) << 23) + 0x3F800000u);
    return p * scale;
}

inline float silu(float x) {
    return x / (1.0f + exponential(-x));
}

}  // namespace elites
