// Sixteen words or floats, with the functions of elites/portable.h: formulas that are templates there take them too.
// Two registers stand side by side, because a chain of operations in one of them would wait for its own results.
#pragma once

#include <immintrin.h>

#include <cstdint>

namespace elites {

struct Floats16 {
    __m256 a, b;

    Floats16(__m256 first, __m256 second) : a(first), b(second) {}
    Floats16(float all) : Floats16(_mm256_set1_ps(all), _mm256_set1_ps(all)) {}
};

struct Words16 {
    __m256i a, b;

    Words16(__m256i first, __m256i second) : a(first), b(second) {}
    Words16(uint32_t all) : a(_mm256_set1_epi32(static_cast<int32_t>(all))), b(a) {}
};

inline Floats16 operator-(Floats16 x, Floats16 y) {
    return {_mm256_sub_ps(x.a, y.a), _mm256_sub_ps(x.b, y.b)};
}

inline Floats16 operator*(Floats16 x, Floats16 y) {
    return {_mm256_mul_ps(x.a, y.a), _mm256_mul_ps(x.b, y.b)};
}

inline Words16 operator+(Words16 x, Words16 y) {
    return {_mm256_add_epi32(x.a, y.a), _mm256_add_epi32(x.b, y.b)};
}

inline Words16 operator-(Words16 x, Words16 y) {
    return {_mm256_sub_epi32(x.a, y.a), _mm256_sub_epi32(x.b, y.b)};
}

inline Words16 operator&(Words16 x, Words16 y) {
    return {_mm256_and_si256(x.a, y.a), _mm256_and_si256(x.b, y.b)};
}

inline Words16 operator^(Words16 x, Words16 y) {
    return {_mm256_xor_si256(x.a, y.a), _mm256_xor_si256(x.b, y.b)};
}

inline Words16 operator<<(Words16 x, int count) {
    return {_mm256_slli_epi32(x.a, count), _mm256_slli_epi32(x.b, count)};
}

inline Floats16 fma_rn(Floats16 x, Floats16 y, Floats16 z) {
    return {_mm256_fmadd_ps(x.a, y.a, z.a), _mm256_fmadd_ps(x.b, y.b, z.b)};
}

inline Floats16 mul_rn(Floats16 x, Floats16 y) {
    return x * y;
}

inline Floats16 sqrt_rn(Floats16 x) {
    return {_mm256_sqrt_ps(x.a), _mm256_sqrt_ps(x.b)};
}

inline Words16 bits_of(Floats16 x) {
    return {_mm256_castps_si256(x.a), _mm256_castps_si256(x.b)};
}

inline Floats16 float_of(Words16 bits) {
    return {_mm256_castsi256_ps(bits.a), _mm256_castsi256_ps(bits.b)};
}

inline Floats16 signed_to_float(Words16 words) {
    return {_mm256_cvtepi32_ps(words.a), _mm256_cvtepi32_ps(words.b)};
}

// Both halves of a word are floats without rounding, so that only their sum is rounded.
inline Floats16 unsigned_to_float(Words16 words) {
    Words16 high = {_mm256_srli_epi32(words.a, 16), _mm256_srli_epi32(words.b, 16)};
    return fma_rn(signed_to_float(high), 65536.0f, signed_to_float(words & 0xFFFFu));
}

inline Words16 shift_signed(Words16 words, int count) {
    return {_mm256_srai_epi32(words.a, count), _mm256_srai_epi32(words.b, count)};
}

inline Floats16 select_by_highest_bit(Words16 words, Floats16 if_set, Floats16 otherwise) {
    Floats16 mask = float_of(words);
    return {_mm256_blendv_ps(otherwise.a, if_set.a, mask.a), _mm256_blendv_ps(otherwise.b, if_set.b, mask.b)};
}

// Of two zeros, _mm256_max_ps takes the second.
inline Floats16 at_least_zero(Floats16 x) {
    return {_mm256_max_ps(x.a, _mm256_setzero_ps()), _mm256_max_ps(x.b, _mm256_setzero_ps())};
}

}  // namespace elites
