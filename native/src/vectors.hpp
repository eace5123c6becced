// Sixteen floats or words, with the functions of elites/portable.h: formulas that are templates there take them too, and
// give each element the bits that they give a float. They are one register of AVX-512 or two of AVX2.
#pragma once

#include <immintrin.h>

#include <cstdint>

#include "bfloat16.hpp"

namespace elites {

// For formulas of several vectors, which a call would pass through memory.
#define ELITES_INLINE __attribute__((always_inline)) inline

constexpr int32_t kVector = 16;

#if defined(__AVX512F__)

struct Floats16 {
    __m512 all;

    Floats16() = default;
    Floats16(__m512 sixteen) : all(sixteen) {}
    Floats16(float one) : all(_mm512_set1_ps(one)) {}
};

struct Words16 {
    __m512i all;

    Words16() = default;
    Words16(__m512i sixteen) : all(sixteen) {}
    Words16(__m256i low, __m256i high) : all(_mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1)) {}
    Words16(uint32_t one) : all(_mm512_set1_epi32(static_cast<int32_t>(one))) {}
};

inline __m256 low_half(Floats16 x) {
    return _mm512_castps512_ps256(x.all);
}

inline __m256 high_half(Floats16 x) {
    return _mm512_extractf32x8_ps(x.all, 1);
}

inline Floats16 load(const float* source) {
    return _mm512_loadu_ps(source);
}

inline void store(float* target, Floats16 x) {
    _mm512_storeu_ps(target, x.all);
}

inline Floats16 load(const Bfloat16* source) {
    __m256i upper = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(source));
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(upper), 16));
}

// As rounded<Bfloat16>.
inline void store(Bfloat16* target, Floats16 x) {
    __m512i bits = _mm512_castps_si512(x.all);
    __m512i odd = _mm512_and_si512(_mm512_srli_epi32(bits, 16), _mm512_set1_epi32(1));
    __m512i nearest = _mm512_add_epi32(_mm512_add_epi32(bits, _mm512_set1_epi32(0x7FFF)), odd);
    __mmask16 nan = _mm512_cmp_ps_mask(x.all, x.all, _CMP_UNORD_Q);
    nearest = _mm512_mask_or_epi32(nearest, nan, bits, _mm512_set1_epi32(0x400000));
    _mm256_storeu_si256(
            reinterpret_cast<__m256i*>(target), _mm512_cvtepi32_epi16(_mm512_srli_epi32(nearest, 16)));
}

inline Floats16 operator+(Floats16 x, Floats16 y) {
    return _mm512_add_ps(x.all, y.all);
}

inline Floats16 operator-(Floats16 x, Floats16 y) {
    return _mm512_sub_ps(x.all, y.all);
}

inline Floats16 operator*(Floats16 x, Floats16 y) {
    return _mm512_mul_ps(x.all, y.all);
}

inline Floats16 operator/(Floats16 x, Floats16 y) {
    return _mm512_div_ps(x.all, y.all);
}

inline Words16 operator+(Words16 x, Words16 y) {
    return _mm512_add_epi32(x.all, y.all);
}

inline Words16 operator-(Words16 x, Words16 y) {
    return _mm512_sub_epi32(x.all, y.all);
}

inline Words16 operator&(Words16 x, Words16 y) {
    return _mm512_and_si512(x.all, y.all);
}

inline Words16 operator^(Words16 x, Words16 y) {
    return _mm512_xor_si512(x.all, y.all);
}

inline Words16 operator<<(Words16 x, int count) {
    return _mm512_slli_epi32(x.all, static_cast<unsigned>(count));
}

inline Words16 operator>>(Words16 x, int count) {
    return _mm512_srli_epi32(x.all, static_cast<unsigned>(count));
}

inline Floats16 fma_rn(Floats16 x, Floats16 y, Floats16 z) {
    return _mm512_fmadd_ps(x.all, y.all, z.all);
}

inline Floats16 sqrt_rn(Floats16 x) {
    return _mm512_sqrt_ps(x.all);
}

inline Words16 bits_of(Floats16 x) {
    return _mm512_castps_si512(x.all);
}

inline Floats16 float_of(Words16 bits) {
    return _mm512_castsi512_ps(bits.all);
}

inline Floats16 signed_to_float(Words16 words) {
    return _mm512_cvtepi32_ps(words.all);
}

inline Words16 shift_signed(Words16 words, int count) {
    return _mm512_srai_epi32(words.all, static_cast<unsigned>(count));
}

inline Floats16 select_by_highest_bit(Words16 words, Floats16 if_set, Floats16 otherwise) {
    return _mm512_mask_blend_ps(_mm512_movepi32_mask(words.all), otherwise.all, if_set.all);
}

// Where one of both is NaN, and of two zeros, it is the second.
inline Floats16 larger(Floats16 first, Floats16 second) {
    return _mm512_max_ps(first.all, second.all);
}

inline Floats16 smaller(Floats16 first, Floats16 second) {
    return _mm512_min_ps(first.all, second.all);
}

#else

struct Floats16 {
    __m256 low, high;

    Floats16() = default;
    Floats16(__m256 first, __m256 second) : low(first), high(second) {}
    Floats16(float one) : low(_mm256_set1_ps(one)), high(low) {}
};

struct Words16 {
    __m256i low, high;

    Words16() = default;
    Words16(__m256i first, __m256i second) : low(first), high(second) {}
    Words16(uint32_t one) : low(_mm256_set1_epi32(static_cast<int32_t>(one))), high(low) {}
};

inline __m256 low_half(Floats16 x) {
    return x.low;
}

inline __m256 high_half(Floats16 x) {
    return x.high;
}

inline Floats16 load(const float* source) {
    return {_mm256_loadu_ps(source), _mm256_loadu_ps(source + 8)};
}

inline void store(float* target, Floats16 x) {
    _mm256_storeu_ps(target, x.low);
    _mm256_storeu_ps(target + 8, x.high);
}

inline __m256 widened(__m128i upper) {
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(upper), 16));
}

inline Floats16 load(const Bfloat16* source) {
    auto* halves = reinterpret_cast<const __m128i*>(source);
    return {widened(_mm_loadu_si128(halves)), widened(_mm_loadu_si128(halves + 1))};
}

// The bits of rounded<Bfloat16> in the lower halves.
inline __m256i rounded_bits(__m256 x) {
    __m256i bits = _mm256_castps_si256(x);
    __m256i odd = _mm256_and_si256(_mm256_srli_epi32(bits, 16), _mm256_set1_epi32(1));
    __m256i nearest = _mm256_add_epi32(_mm256_add_epi32(bits, _mm256_set1_epi32(0x7FFF)), odd);
    __m256 quiet = _mm256_castsi256_ps(_mm256_or_si256(bits, _mm256_set1_epi32(0x400000)));
    __m256 nan = _mm256_cmp_ps(x, x, _CMP_UNORD_Q);
    return _mm256_srli_epi32(
            _mm256_castps_si256(_mm256_blendv_ps(_mm256_castsi256_ps(nearest), quiet, nan)), 16);
}

inline void store(Bfloat16* target, Floats16 x) {
    __m256i pairs = _mm256_packus_epi32(rounded_bits(x.low), rounded_bits(x.high));
    // Halves of both registers alternate after packing.
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(target), _mm256_permute4x64_epi64(pairs, 0b11'01'10'00));
}

inline Floats16 operator+(Floats16 x, Floats16 y) {
    return {_mm256_add_ps(x.low, y.low), _mm256_add_ps(x.high, y.high)};
}

inline Floats16 operator-(Floats16 x, Floats16 y) {
    return {_mm256_sub_ps(x.low, y.low), _mm256_sub_ps(x.high, y.high)};
}

inline Floats16 operator*(Floats16 x, Floats16 y) {
    return {_mm256_mul_ps(x.low, y.low), _mm256_mul_ps(x.high, y.high)};
}

inline Floats16 operator/(Floats16 x, Floats16 y) {
    return {_mm256_div_ps(x.low, y.low), _mm256_div_ps(x.high, y.high)};
}

inline Words16 operator+(Words16 x, Words16 y) {
    return {_mm256_add_epi32(x.low, y.low), _mm256_add_epi32(x.high, y.high)};
}

inline Words16 operator-(Words16 x, Words16 y) {
    return {_mm256_sub_epi32(x.low, y.low), _mm256_sub_epi32(x.high, y.high)};
}

inline Words16 operator&(Words16 x, Words16 y) {
    return {_mm256_and_si256(x.low, y.low), _mm256_and_si256(x.high, y.high)};
}

inline Words16 operator^(Words16 x, Words16 y) {
    return {_mm256_xor_si256(x.low, y.low), _mm256_xor_si256(x.high, y.high)};
}

inline Words16 operator<<(Words16 x, int count) {
    return {_mm256_slli_epi32(x.low, count), _mm256_slli_epi32(x.high, count)};
}

inline Words16 operator>>(Words16 x, int count) {
    return {_mm256_srli_epi32(x.low, count), _mm256_srli_epi32(x.high, count)};
}

inline Floats16 fma_rn(Floats16 x, Floats16 y, Floats16 z) {
    return {_mm256_fmadd_ps(x.low, y.low, z.low), _mm256_fmadd_ps(x.high, y.high, z.high)};
}

inline Floats16 sqrt_rn(Floats16 x) {
    return {_mm256_sqrt_ps(x.low), _mm256_sqrt_ps(x.high)};
}

inline Words16 bits_of(Floats16 x) {
    return {_mm256_castps_si256(x.low), _mm256_castps_si256(x.high)};
}

inline Floats16 float_of(Words16 bits) {
    return {_mm256_castsi256_ps(bits.low), _mm256_castsi256_ps(bits.high)};
}

inline Floats16 signed_to_float(Words16 words) {
    return {_mm256_cvtepi32_ps(words.low), _mm256_cvtepi32_ps(words.high)};
}

inline Words16 shift_signed(Words16 words, int count) {
    return {_mm256_srai_epi32(words.low, count), _mm256_srai_epi32(words.high, count)};
}

inline Floats16 select_by_highest_bit(Words16 words, Floats16 if_set, Floats16 otherwise) {
    Floats16 mask = float_of(words);
    return {_mm256_blendv_ps(otherwise.low, if_set.low, mask.low),
            _mm256_blendv_ps(otherwise.high, if_set.high, mask.high)};
}

// Where one of both is NaN, and of two zeros, it is the second.
inline Floats16 larger(Floats16 first, Floats16 second) {
    return {_mm256_max_ps(first.low, second.low), _mm256_max_ps(first.high, second.high)};
}

inline Floats16 smaller(Floats16 first, Floats16 second) {
    return {_mm256_min_ps(first.low, second.low), _mm256_min_ps(first.high, second.high)};
}

#endif

inline Floats16 mul_rn(Floats16 x, Floats16 y) {
    return x * y;
}

inline Floats16 magnitude(Floats16 x) {
    return float_of(bits_of(x) & 0x7FFFFFFFu);
}

inline Floats16 operator-(Floats16 x) {
    return float_of(bits_of(x) ^ 0x80000000u);
}

// Both halves of a word are floats without rounding, so that only their sum is rounded.
inline Floats16 unsigned_to_float(Words16 words) {
    return fma_rn(signed_to_float(words >> 16), 65536.0f, signed_to_float(words & 0xFFFFu));
}

inline Floats16 at_least_zero(Floats16 x) {
    return larger(x, 0.0f);
}

inline Floats16 at_least(Floats16 x, float bound) {
    return larger(bound, x);
}

inline Floats16 at_most(Floats16 x, float bound) {
    return smaller(bound, x);
}

// Halves are joined until one number is left: an order that does not depend on the size of registers.
template <typename Join>
inline float joined(Floats16 x, Join join) {
    __m256 eight = join(low_half(x), high_half(x));
    __m256 four = join(eight, _mm256_permute2f128_ps(eight, eight, 1));
    __m256 two = join(four, _mm256_permute_ps(four, 0b01'00'11'10));
    return _mm256_cvtss_f32(join(two, _mm256_permute_ps(two, 0b10'11'00'01)));
}

inline float sum_of(Floats16 x) {
    return joined(x, [](__m256 a, __m256 b) { return _mm256_add_ps(a, b); });
}

#if defined(__AVX512F__)

// The sums of sixteen vectors, each with the bits of sum_of: what is left of two vectors is joined in one, until there is
// one; that takes a third of the operations.
ELITES_INLINE Floats16 sums_of(const Floats16 (&x)[kVector]) {
    __m512 quarters[4];
#pragma GCC unroll 4
    for (int32_t i = 0; i < 4; ++i) {
        // Lanes of the eight numbers that are left of two vectors each.
        __m512 first = _mm512_add_ps(
                _mm512_shuffle_f32x4(x[i].all, x[i + 4].all, 0b01'00'01'00),
                _mm512_shuffle_f32x4(x[i].all, x[i + 4].all, 0b11'10'11'10));
        __m512 second = _mm512_add_ps(
                _mm512_shuffle_f32x4(x[i + 8].all, x[i + 12].all, 0b01'00'01'00),
                _mm512_shuffle_f32x4(x[i + 8].all, x[i + 12].all, 0b11'10'11'10));
        quarters[i] = _mm512_add_ps(
                _mm512_shuffle_f32x4(first, second, 0b10'00'10'00), _mm512_shuffle_f32x4(first, second, 0b11'01'11'01));
    }
    __m512 pairs[2];
#pragma GCC unroll 2
    for (int32_t i = 0; i < 2; ++i) {
        pairs[i] = _mm512_add_ps(
                _mm512_shuffle_ps(quarters[2 * i], quarters[2 * i + 1], 0b01'00'01'00),
                _mm512_shuffle_ps(quarters[2 * i], quarters[2 * i + 1], 0b11'10'11'10));
    }
    return _mm512_add_ps(
            _mm512_shuffle_ps(pairs[0], pairs[1], 0b10'00'10'00), _mm512_shuffle_ps(pairs[0], pairs[1], 0b11'01'11'01));
}

#else

// Of eight vectors.
ELITES_INLINE __m256 eight_sums_of(const Floats16* x) {
    __m256 quarters[4];
#pragma GCC unroll 4
    for (int32_t i = 0; i < 4; ++i) {
        __m256 first = _mm256_add_ps(x[i].low, x[i].high);
        __m256 second = _mm256_add_ps(x[i + 4].low, x[i + 4].high);
        quarters[i] = _mm256_add_ps(
                _mm256_permute2f128_ps(first, second, 0x20), _mm256_permute2f128_ps(first, second, 0x31));
    }
    __m256 pairs[2];
#pragma GCC unroll 2
    for (int32_t i = 0; i < 2; ++i) {
        pairs[i] = _mm256_add_ps(
                _mm256_shuffle_ps(quarters[2 * i], quarters[2 * i + 1], 0b01'00'01'00),
                _mm256_shuffle_ps(quarters[2 * i], quarters[2 * i + 1], 0b11'10'11'10));
    }
    return _mm256_add_ps(
            _mm256_shuffle_ps(pairs[0], pairs[1], 0b10'00'10'00), _mm256_shuffle_ps(pairs[0], pairs[1], 0b11'01'11'01));
}

// As above.
ELITES_INLINE Floats16 sums_of(const Floats16 (&x)[kVector]) {
    return {eight_sums_of(x), eight_sums_of(x + 8)};
}

#endif

inline float largest_of(Floats16 x) {
    return joined(x, [](__m256 a, __m256 b) { return _mm256_max_ps(a, b); });
}

}  // namespace elites
