// Elementary functions that compilers vectorise, with the same bits in every lane of a vector.
#pragma once

#include "elites/portable.h"

namespace elites {

// exp(x) within 2 units in the last place for x in [-87, 88]; clamped beyond; NaN stays NaN.
ELITES_HOST_DEVICE float exponential(float x) {
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

// x / (1 + e^-x). Below -100 the quotient is 0 but for the exponential, which does not rise above e^88.
ELITES_HOST_DEVICE float silu(float x) {
    return (x < -100.0f ? -100.0f : x) / (1.0f + exponential(-x));
}

// x tanh(ln(1 + e^x)) = x w / (w + 2) with w = e^x (e^x + 2), within 2.5e-7 |x|. Above 20 the quotient rounds to 1; the
// bound keeps e^2x finite. Below -100 the product is 0 but for the exponential, which does not fall below e^-87.
ELITES_HOST_DEVICE float mish(float x) {
    float e = exponential(x > 20.0f ? 20.0f : x);
    float w = e * (e + 2.0f);
    return (x < -100.0f ? -100.0f : x) * (w / (w + 2.0f));
}

// x Phi(x) = max(x, 0) - |x| Phi(-|x|), Phi the normal distribution function, within 2.5e-7 |x| and below zero
// within 1e-7. Phi(-a) exp(a^2 / 2) = erfcx(a / sqrt(2)) / 2 is t times a polynomial in t = 1 / (1 + 0.31 a), a
// least-maximum fit on [0, 14] (Lawson's iteration) with a relative error of 1.7e-7.
ELITES_HOST_DEVICE float gelu(float x) {
    float a = float_of(bits_of(x) & 0x7FFFFFFFu);
    a = a > 14.0f ? 14.0f : a;
    float t = 1.0f / fma_rn(0.31f, a, 1.0f);
    float p = 0.035841722041368484f;
    p = fma_rn(p, t, -0.14160455763339996f);
    p = fma_rn(p, t, 0.1550677865743637f);
    p = fma_rn(p, t, -0.014903306029736996f);
    p = fma_rn(p, t, 0.1101100817322731f);
    p = fma_rn(p, t, 0.10777110606431961f);
    p = fma_rn(p, t, 0.12406034022569656f);
    p = fma_rn(p, t, 0.12365691363811493f);
    float tail = exponential(-0.5f * a * a) * (p * t);
    // NaN fails the comparison, and is still in the tail.
    return (x > 0.0f ? x : 0.0f) - a * tail;
}

}  // namespace elites
