// Normal numbers with the same bits everywhere (PORTABLE arithmetic): Box-Muller with polynomials in explicit fused
// multiply-adds. The coefficients are least-maximum fits (Lawson's iteration) on the reduced ranges; against exact
// arithmetic a normal number is off by less than 3 units in the last place of its magnitude.
#pragma once

#include "elites/philox.h"

namespace elites {

// ln(u) for u in [2^-33, 1]. u = 2^e * (1 + f) with f in [-1/3, 1/3).
ELITES_HOST_DEVICE float portable_log(float u) {
    uint32_t bits = bits_of(u);
    int32_t shifted = static_cast<int32_t>(bits - 0x3F2AAAABu) >> 23;
    float exponent = static_cast<float>(shifted);
    float f = float_of(bits - (static_cast<uint32_t>(shifted) << 23)) - 1.0f;
    float p = -0.12948833405971527f;
    p = fma_rn(p, f, 0.14004762470722198f);
    p = fma_rn(p, f, -0.12167185544967651f);
    p = fma_rn(p, f, 0.14001159369945526f);
    p = fma_rn(p, f, -0.16682302951812744f);
    p = fma_rn(p, f, 0.20010747015476227f);
    p = fma_rn(p, f, -0.24999716877937317f);
    p = fma_rn(p, f, 0.3333320915699005f);
    p = fma_rn(p, f, -0.5f);
    float log1p = fma_rn(mul_rn(f, f), p, f);
    return fma_rn(exponent, 0.693147182464599609f, log1p);
}

struct SinCos {
    float sine, cosine;
};

// Sine and cosine of 2 pi w / 2^32. The quadrant and the rest are taken in integers, so the reduction is exact.
ELITES_HOST_DEVICE SinCos portable_sincos_turn(uint32_t w) {
    uint32_t quadrant = (w + 0x20000000u) >> 30;
    int32_t rest = static_cast<int32_t>(w - (quadrant << 30));
    float t = static_cast<float>(rest) * 4.656612873077393e-10f;  // 2^-31: the angle is pi t, |t| <= 1/4
    float t2 = mul_rn(t, t);
    float s = 0.08103042095899582f;
    s = fma_rn(s, t2, -0.5992060899734497f);
    s = fma_rn(s, t2, 2.5501627922058105f);
    s = fma_rn(s, t2, -5.167712688446045f);
    s = mul_rn(t, fma_rn(s, t2, 3.14159274101257324f));
    float c = 0.23142953217029572f;
    c = fma_rn(c, t2, -1.3350584506988525f);
    c = fma_rn(c, t2, 4.0587077140808105f);
    c = fma_rn(c, t2, -4.934802055358887f);
    c = fma_rn(c, t2, 1.0f);
    // Quadrants 1 and 3 swap sine and cosine; 2 and 3 negate the sine, 1 and 2 the cosine.
    bool swap = (quadrant & 1u) != 0;
    uint32_t sine = bits_of(swap ? c : s) ^ ((quadrant & 2u) << 30);
    uint32_t cosine = bits_of(swap ? s : c) ^ (((quadrant + 1u) & 2u) << 30);
    return {float_of(sine), float_of(cosine)};
}

struct Normals2 {
    float even, odd;
};

// Two normal numbers from two words. u = (w + 1/2) / 2^32 in (0, 1], so that its logarithm is finite: |n| < 6.77.
ELITES_HOST_DEVICE Normals2 portable_normals(uint32_t radius_word, uint32_t angle_word) {
    float u = fma_rn(static_cast<float>(radius_word), 2.3283064365386963e-10f, 1.1641532182693481e-10f);
    float square = mul_rn(-2.0f, portable_log(u));
    float radius = sqrt_rn(square > 0.0f ? square : 0.0f);
    SinCos direction = portable_sincos_turn(angle_word);
    return {mul_rn(radius, direction.cosine), mul_rn(radius, direction.sine)};
}

// Elements 4 * quad to 4 * quad + 3 of a place.
ELITES_HOST_DEVICE void portable_normals4(uint64_t seed, uint32_t quad, const NoisePlace& place, float normals[4]) {
    Words4 words = noise_words(seed, quad, place);
    Normals2 first = portable_normals(words.w0, words.w1);
    Normals2 second = portable_normals(words.w2, words.w3);
    normals[0] = first.even;
    normals[1] = first.odd;
    normals[2] = second.even;
    normals[3] = second.odd;
}

}  // namespace elites
