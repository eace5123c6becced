// Normal numbers with the same bits everywhere (PORTABLE arithmetic): Box-Muller with polynomials in explicit fused
// multiply-adds. The coefficients are least-maximum fits (Lawson's iteration) on the reduced ranges; against exact
// arithmetic a normal number is off by less than 3 units in the last place of its magnitude.
#pragma once

#include "elites/philox.h"

namespace elites {

// The formulas are templates: Floats is a float or a vector of floats, Words as many words. A vector brings its own
// functions of portable.h, and the formulas give each of its elements the bits that they give a float.

// ln(u) for u in [2^-33, 1]. u = 2^e * (1 + f) with f in [-1/3, 1/3).
template <typename Floats>
ELITES_HOST_DEVICE Floats portable_log(Floats u) {
    auto bits = bits_of(u);
    auto above = bits - 0x3F2AAAABu;
    Floats exponent = signed_to_float(shift_signed(above, 23));
    Floats f = float_of(bits - (above & 0xFF800000u)) - 1.0f;
    Floats p = -0.12948833405971527f;
    p = fma_rn(p, f, 0.14004762470722198f);
    p = fma_rn(p, f, -0.12167185544967651f);
    p = fma_rn(p, f, 0.14001159369945526f);
    p = fma_rn(p, f, -0.16682302951812744f);
    p = fma_rn(p, f, 0.20010747015476227f);
    p = fma_rn(p, f, -0.24999716877937317f);
    p = fma_rn(p, f, 0.3333320915699005f);
    p = fma_rn(p, f, -0.5f);
    Floats log1p = fma_rn(mul_rn(f, f), p, f);
    return fma_rn(exponent, 0.693147182464599609f, log1p);
}

template <typename Floats>
struct SinCos {
    Floats sine, cosine;
};

// Sine and cosine of 2 pi w / 2^32. The quadrant and the rest are taken in integers, so the reduction is exact.
template <typename Words>
ELITES_HOST_DEVICE auto portable_sincos_turn(Words w) {
    auto turned = w + 0x20000000u;  // the quadrant is in its highest bits
    // The angle that is left is pi t, |t| <= 1/4; the factor is 2^-31.
    auto t = signed_to_float(w - (turned & 0xC0000000u)) * 4.656612873077393e-10f;
    using Floats = decltype(t);
    Floats t2 = mul_rn(t, t);
    Floats s = 0.08103042095899582f;
    s = fma_rn(s, t2, -0.5992060899734497f);
    s = fma_rn(s, t2, 2.5501627922058105f);
    s = fma_rn(s, t2, -5.167712688446045f);
    s = mul_rn(t, fma_rn(s, t2, 3.14159274101257324f));
    Floats c = 0.23142953217029572f;
    c = fma_rn(c, t2, -1.3350584506988525f);
    c = fma_rn(c, t2, 4.0587077140808105f);
    c = fma_rn(c, t2, -4.934802055358887f);
    c = fma_rn(c, t2, 1.0f);
    // Quadrants 1 and 3 swap sine and cosine; 2 and 3 negate the sine, 1 and 2 the cosine.
    auto swap = turned << 1;
    auto sine = bits_of(select_by_highest_bit(swap, c, s)) ^ (turned & 0x80000000u);
    auto cosine = bits_of(select_by_highest_bit(swap, s, c)) ^ ((turned + 0x40000000u) & 0x80000000u);
    return SinCos<Floats>{float_of(sine), float_of(cosine)};
}

template <typename Floats>
struct Normals2 {
    Floats even, odd;
};

// Two normal numbers from two words. u = (w + 1/2) / 2^32 in (0, 1], so that its logarithm is finite: |n| < 6.77.
template <typename Words>
ELITES_HOST_DEVICE auto portable_normals(Words radius_word, Words angle_word) {
    auto u = fma_rn(unsigned_to_float(radius_word), 2.3283064365386963e-10f, 1.1641532182693481e-10f);
    auto radius = sqrt_rn(at_least_zero(mul_rn(-2.0f, portable_log(u))));
    auto direction = portable_sincos_turn(angle_word);
    return Normals2<decltype(radius)>{mul_rn(radius, direction.cosine), mul_rn(radius, direction.sine)};
}

// Elements 4 * quad to 4 * quad + 3 of a place.
ELITES_HOST_DEVICE void portable_normals4(uint64_t seed, uint32_t quad, const NoisePlace& place, float normals[4]) {
    Words4 words = noise_words(seed, quad, place);
    auto first = portable_normals(words.w0, words.w1);
    auto second = portable_normals(words.w2, words.w3);
    normals[0] = first.even;
    normals[1] = first.odd;
    normals[2] = second.even;
    normals[3] = second.odd;
}

}  // namespace elites
