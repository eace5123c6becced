// Elementary functions whose results are rounded to bfloat16 next, which has 2^-9 of relative error: theirs is below 2^-13.
#pragma once

#include "elites/portable.h"

namespace elites {

// e^x for x in [-86, 86], where it is not checked: NaN gives any number. A polynomial of least maximal relative error,
// 7.5e-5, over half a binade about 1 (Lawson's iteration).
template <typename Floats>
ELITES_HOST_DEVICE Floats coarse_exponential(Floats x) {
    // Adding 1.5 * 2^23 rounds to an integer, which then stands in the low bits.
    Floats shifted = fma_rn(x, 1.44269504088896341f, 12582912.0f);
    Floats rest = fma_rn(shifted - 12582912.0f, -0.69314718055994531f, x);
    Floats p = 0.16566822f;
    p = fma_rn(p, rest, 0.50496423f);
    p = fma_rn(p, rest, 1.0001643f);
    p = fma_rn(p, rest, 0.99992806f);
    return float_of(bits_of(p) + (bits_of(shifted) << 23));
}

// 1 / x for x in [1, 2^126]: an estimate from the bits of x, and two steps of Newton.
template <typename Floats>
ELITES_HOST_DEVICE Floats coarse_reciprocal(Floats x) {
    Floats y = float_of(0x7EF311C3u - bits_of(x));
    y = y * fma_rn(-x, y, 2.0f);
    return y * fma_rn(-x, y, 2.0f);
}

// x / (1 + e^-x). Below -80 it is at most 2e-33 off.
template <typename Floats>
ELITES_HOST_DEVICE Floats coarse_silu(Floats x) {
    Floats bounded = at_most(at_least(x, -80.0f), 80.0f);
    return at_least(x, -80.0f) * coarse_reciprocal(coarse_exponential(-bounded) + 1.0f);
}

}  // namespace elites
