// Arithmetic that gives the same bits on hosts and on GPUs: every rounding is explicit.
#pragma once

#include <cstdint>

#if defined(__CUDACC__)
#define ELITES_HOST_DEVICE __host__ __device__ __forceinline__
#else
#include <cmath>
#include <cstring>
#define ELITES_HOST_DEVICE __attribute__((always_inline)) inline
#endif

namespace elites {

// One rounding. Hosts must be compiled with FMA instructions and without contraction of other expressions.
ELITES_HOST_DEVICE float fma_rn(float a, float b, float c) {
#if defined(__CUDA_ARCH__)
    return __fmaf_rn(a, b, c);
#else
    return __builtin_fmaf(a, b, c);
#endif
}

// A product that no compiler may fuse into a following sum.
ELITES_HOST_DEVICE float mul_rn(float a, float b) {
#if defined(__CUDA_ARCH__)
    return __fmul_rn(a, b);
#else
    return a * b;
#endif
}

ELITES_HOST_DEVICE float sqrt_rn(float a) {
#if defined(__CUDA_ARCH__)
    return __fsqrt_rn(a);
#else
    return __builtin_sqrtf(a);
#endif
}

ELITES_HOST_DEVICE uint32_t bits_of(float a) {
#if defined(__CUDA_ARCH__)
    return __float_as_uint(a);
#else
    uint32_t bits;
    __builtin_memcpy(&bits, &a, sizeof bits);
    return bits;
#endif
}

ELITES_HOST_DEVICE float float_of(uint32_t bits) {
#if defined(__CUDA_ARCH__)
    return __uint_as_float(bits);
#else
    float a;
    __builtin_memcpy(&a, &bits, sizeof a);
    return a;
#endif
}

// The numbers that a word holds, without and with a sign, rounded.
ELITES_HOST_DEVICE float unsigned_to_float(uint32_t word) {
    return static_cast<float>(word);
}

ELITES_HOST_DEVICE float signed_to_float(uint32_t word) {
    return static_cast<float>(static_cast<int32_t>(word));
}

// Copies of the sign come in from above.
ELITES_HOST_DEVICE uint32_t shift_signed(uint32_t word, int count) {
    return static_cast<uint32_t>(static_cast<int32_t>(word) >> count);
}

ELITES_HOST_DEVICE float select_by_highest_bit(uint32_t word, float if_set, float otherwise) {
    return (word & 0x80000000u) != 0 ? if_set : otherwise;
}

// Of NaN it is 0.
ELITES_HOST_DEVICE float at_least_zero(float a) {
    return a > 0.0f ? a : 0.0f;
}

// NaN stays NaN, here and below.
ELITES_HOST_DEVICE float at_least(float a, float bound) {
    return a < bound ? bound : a;
}

ELITES_HOST_DEVICE float at_most(float a, float bound) {
    return a > bound ? bound : a;
}

// For what would hide that a sum left the range of a float: one over infinity is a zero like any other.
template <typename Floats>
ELITES_HOST_DEVICE Floats nan_unless_finite(Floats a) {
    return a + (a - a);
}

}  // namespace elites
