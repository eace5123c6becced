// Elementary functions. They are templates: Floats is a float or a vector of floats, which brings its own functions of
// portable.h and gets the bits of a float in each of its elements.
#pragma once

#include "elites/portable.h"

namespace elites {

// exp(x) within 2 units in the last place for x in [-87, 88]; clamped beyond; NaN stays NaN.
template <typename Floats>
ELITES_HOST_DEVICE Floats exponential(Floats x) {
    Floats clamped = at_most(at_least(x, -87.0f), 88.0f);
    // Adding 1.5 * 2^23 rounds to an integer, which then stands in the low bits.
    Floats shifted = fma_rn(clamped, 1.44269504088896341f, 12582912.0f);
    Floats whole = shifted - 12582912.0f;
    Floats rest = fma_rn(whole, -0.693145751953125f, clamped);
    rest = fma_rn(whole, -1.42860682030941723e-6f, rest);
    Floats p = 1.98756915e-4f;
    p = fma_rn(p, rest, 1.39819995e-3f);
    p = fma_rn(p, rest, 8.33345205e-3f);
    p = fma_rn(p, rest, 4.16657962e-2f);
    p = fma_rn(p, rest, 1.66666657e-1f);
    p = fma_rn(p, rest, 5.0e-1f);
    p = fma_rn(p, rest * rest, rest) + 1.0f;
    Floats scale = float_of((bits_of(shifted) << 23) + 0x3F800000u);
    return p * scale;
}

// x / (1 + e^-x). Below -100 the quotient is 0 but for the exponential, which does not rise above e^88.
template <typename Floats>
ELITES_HOST_DEVICE Floats silu(Floats x) {
    return at_least(x, -100.0f) / (exponential(-x) + 1.0f);
}

// x tanh(ln(1 + e^x)) = x w / (w + 2) with w = e^x (e^x + 2), within 2.5e-7 |x|. Above 20 the quotient rounds to 1; the
// bound keeps e^2x finite. Below -100 the product is 0 but for the exponential, which does not fall below e^-87.
template <typename Floats>
ELITES_HOST_DEVICE Floats mish(Floats x) {
    Floats e = exponential(at_most(x, 20.0f));
    Floats w = e * (e + 2.0f);
    return at_least(x, -100.0f) * (w / (w + 2.0f));
}

// x Phi(x) = max(x, 0) - |x| Phi(-|x|), Phi the normal distribution function, within 2.5e-7 |x| and below zero
// within 1e-7. Phi(-a) exp(a^2 / 2) = erfcx(a / sqrt(2)) / 2 is t times a polynomial in t = 1 / (1 + 0.31 a), a
// least-maximum fit on [0, 14] (Lawson's iteration) with a relative error of 1.7e-7.
template <typename Floats>
ELITES_HOST_DEVICE Floats gelu(Floats x) {
    Floats a = at_most(float_of(bits_of(x) & 0x7FFFFFFFu), 14.0f);
    Floats t = Floats(1.0f) / fma_rn(a, 0.31f, 1.0f);
    Floats p = 0.035841722041368484f;
    p = fma_rn(p, t, -0.14160455763339996f);
    p = fma_rn(p, t, 0.1550677865743637f);
    p = fma_rn(p, t, -0.014903306029736996f);
    p = fma_rn(p, t, 0.1101100817322731f);
    p = fma_rn(p, t, 0.10777110606431961f);
    p = fma_rn(p, t, 0.12406034022569656f);
    p = fma_rn(p, t, 0.12365691363811493f);
    Floats tail = exponential(a * -0.5f * a) * (p * t);
    // NaN becomes zero, and is still in the tail.
    return at_least_zero(x) - a * tail;
}

}  // namespace elites
