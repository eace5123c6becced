// Products of small matrices by a warp on tensor cores: C += A B with A of 16 rows, B of 8 columns and C in float32; 8
// terms in TF32 (8 bits of exponent, 10 of fraction) or 16 in bfloat16. From compute capability 8.0.
//
// Lane l holds these words (PTX ISA, "Matrix Fragments for mma.m16n8k8" with .tf32 and "for mma.m16n8k16" with .bf16),
// with g = l / 4, t = l % 4, and rows of A and columns of B as eight words, each a TF32 or two bfloat16:
//   a[0] = A[g, t]      a[1] = A[g + 8, t]      a[2] = A[g, t + 4]      a[3] = A[g + 8, t + 4]
//   b[0] = B[t, g]      b[1] = B[t + 4, g]
//   c[0] = C[g, 2 t]    c[1] = C[g, 2 t + 1]    c[2] = C[g + 8, 2 t]    c[3] = C[g + 8, 2 t + 1]
#pragma once

#if !defined(__CUDACC__)
#include <algorithm>
#include <cmath>
#endif

#include "elites/cuda/warp.h"
#include "elites/portable.h"

namespace elites {

constexpr int32_t kMmaRows = 16;
constexpr int32_t kMmaColumns = 8;
constexpr int32_t kMmaTerms = 8;  // of TF32

#if !defined(__CUDACC__)
namespace twin {

struct Product {
    float* c;
    const uint32_t* a;
    const uint32_t* b;
};

// The float32 next to a number, or it, on the side of zero.
inline float towards_zero(double x) {
    auto nearest = static_cast<float>(x);
    return std::abs(nearest) > std::abs(x) ? std::nextafter(nearest, 0.0f) : nearest;
}

// What an instruction computes, by the layout above, for all lanes at once; a_element(word, i) is element i of a word.
// A device's order and rounding of these sums are not documented; those that were probed cut off what a sum has too many
// bits for (Fasi, Higham, Mikaitis and Pranesh 2021), so that errors of many of them add up. So do these.
template <int32_t kTerms, typename AElement, typename BElement>
inline void multiply(void* const lanes[kWarp], AElement&& a_element, BElement&& b_element) {
    constexpr int32_t kOfWord = kTerms / 8;
    float a[kMmaRows][kTerms], b[kTerms][kMmaColumns], c[kMmaRows][kMmaColumns];
    for (int32_t lane = 0; lane < kWarp; ++lane) {
        const Product& mine = *static_cast<const Product*>(lanes[lane]);
        int32_t g = lane / 4;
        int32_t t = lane % 4;
        for (int32_t half = 0; half < 2; ++half) {
            for (int32_t i = 0; i < kOfWord; ++i) {
                int32_t k = (4 * half + t) * kOfWord + i;
                a[g][k] = a_element(mine.a[2 * half], i);
                a[g + 8][k] = a_element(mine.a[2 * half + 1], i);
                b[k][g] = b_element(mine.b[half], i);
            }
            c[g + 8 * half][2 * t] = mine.c[2 * half];
            c[g + 8 * half][2 * t + 1] = mine.c[2 * half + 1];
        }
    }
    for (int32_t row = 0; row < kMmaRows; ++row) {
        double sums[kMmaColumns];
        std::copy(c[row], c[row] + kMmaColumns, sums);
        for (int32_t k = 0; k < kTerms; ++k) {
            for (int32_t column = 0; column < kMmaColumns; ++column) {
                sums[column] += static_cast<double>(a[row][k]) * b[k][column];
            }
        }
        for (int32_t column = 0; column < kMmaColumns; ++column) {
            c[row][column] = towards_zero(sums[column]);
        }
    }
    for (int32_t lane = 0; lane < kWarp; ++lane) {
        float* mine = static_cast<const Product*>(lanes[lane])->c;
        for (int32_t i = 0; i < 4; ++i) {
            mine[i] = c[lane / 4 + i / 2 * 8][lane % 4 * 2 + i % 2];
        }
    }
}

// The hardware ignores the 13 bits that TF32 lacks.
inline float tf32(uint32_t word) {
    return float_of(word & 0xFFFFE000u);
}

inline void multiply_tf32(void* const lanes[kWarp]) {
    auto element = [](uint32_t word, int32_t) { return tf32(word); };
    multiply<8>(lanes, element, element);
}

inline void multiply_bf16(void* const lanes[kWarp]) {
    auto element = [](uint32_t word, int32_t i) { return float_of(i == 0 ? word << 16 : word & 0xFFFF0000u); };
    multiply<16>(lanes, element, element);
}

inline void multiply_f32(void* const lanes[kWarp]) {
    auto high = [](uint32_t word, int32_t) { return tf32(word); };
    auto low = [](uint32_t word, int32_t) { return tf32(bits_of(float_of(word) - tf32(word))); };
    multiply<8>(lanes, low, high);
    multiply<8>(lanes, high, low);
    multiply<8>(lanes, high, high);
}

struct Load {
    uint32_t* a;
    const void* row;
};

inline void load_rows(void* const lanes[kWarp]) {
    for (int32_t matrix = 0; matrix < 4; ++matrix) {
        for (int32_t lane = 0; lane < kWarp; ++lane) {
            const void* row = static_cast<const Load*>(lanes[8 * matrix + lane / 4])->row;
            static_cast<const Load*>(lanes[lane])->a[matrix] = static_cast<const uint32_t*>(row)[lane % 4];
        }
    }
}

}  // namespace twin
#endif

// A's words from shared memory: lane l gives where 16 bytes lie, of row l % 16 the first half (l < 16) or the second.
__device__ inline void load_rows(uint32_t (&a)[4], const void* row) {
#if defined(__CUDACC__)
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(a[0]), "=r"(a[1]), "=r"(a[2]), "=r"(a[3])
                 : "r"(static_cast<uint32_t>(__cvta_generic_to_shared(row)))
                 : "memory");
#else
    twin::Load mine = {a, row};
    simt::warp_together("ldmatrix", &mine, twin::load_rows);
#endif
}

__device__ inline void multiply_bf16(float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
#if defined(__CUDACC__)
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
        "{%0, %1, %2, %3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#else
    twin::Product mine = {c, a, b};
    simt::warp_together("mma.m16n8k16.bf16", &mine, twin::multiply_bf16);
#endif
}

__device__ inline void multiply_tf32(float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
#if defined(__CUDACC__)
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
        "{%0, %1, %2, %3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#else
    twin::Product mine = {c, a, b};
    simt::warp_together("mma.m16n8k8.tf32", &mine, twin::multiply_tf32);
#endif
}

#if defined(__CUDACC__)
// The cheapest split of a float32, for operands that are split at each use: off by 2^-20 of it at most, always towards
// zero. NaN stays NaN; what is infinite becomes NaN.
__device__ inline void truncate(uint32_t word, uint32_t& high, uint32_t& low) {
    high = word & 0xFFFFE000u;
    low = bits_of(float_of(word) - float_of(high));
}
#endif

// C += step, rounded to the nearest: an instruction that added to C would cut off what C has too many bits for, at every
// step of a long sum, and make it smaller.
__device__ inline void add_rounded(float (&c)[4], const float (&step)[4]) {
    for (int32_t i = 0; i < 4; ++i) {
        c[i] = __fadd_rn(c[i], step[i]);
    }
}

// C += A B of float32 words: three products in TF32, the small ones first, off by 2^-19 of each term at most.
__device__ inline void multiply_f32(float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
    float step[4] = {};
#if defined(__CUDACC__)
    uint32_t a_high[4], a_low[4], b_high[2], b_low[2];
    for (int32_t i = 0; i < 4; ++i) {
        truncate(a[i], a_high[i], a_low[i]);
    }
    for (int32_t i = 0; i < 2; ++i) {
        truncate(b[i], b_high[i], b_low[i]);
    }
    multiply_tf32(step, a_low, b_high);
    multiply_tf32(step, a_high, b_low);
    multiply_tf32(step, a_high, b_high);
#else
    // One meeting of the lanes instead of three.
    twin::Product mine = {step, a, b};
    simt::warp_together("mma.m16n8k8.tf32", &mine, twin::multiply_f32);
#endif
    add_rounded(c, step);
}

// The nearest TF32 number, ties away from zero, as bits of a float32 whose 13 lowest are 0.
__device__ inline uint32_t tf32_of(float x) {
#if defined(__CUDACC__)
    uint32_t bits;
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(x));
    return bits;
#else
    uint32_t bits = bits_of(x);
    return (bits & 0x7F800000u) == 0x7F800000u ? (x != x ? 0x7FFFE000u : bits) : (bits + 0x1000u) & 0xFFFFE000u;
#endif
}

// A float32 as a sum of two TF32 numbers, off by 2^-23 of it at most, for operands that are split once: products of sums,
// without that of the low parts, are off by 2^-21 of their size at most.
struct SplitTf32 {
    uint32_t high, low;
};

__device__ inline SplitTf32 split_tf32(float x) {
    uint32_t high = tf32_of(x);
    return {high, tf32_of(x - float_of(high))};
}

// A fragment of A or B in two parts.
template <int32_t kElements>
struct SplitFragment {
    uint32_t high[kElements], low[kElements];
};

// C += A B with almost float32's precision: three products, the small ones first.
__device__ inline void multiply_split_tf32(float (&c)[4], const SplitFragment<4>& a, const SplitFragment<2>& b) {
    float step[4] = {};
#if ELITES_SEEDED_BUG != 3
    multiply_tf32(step, a.low, b.high);
    multiply_tf32(step, a.high, b.low);
#endif
    multiply_tf32(step, a.high, b.high);
    add_rounded(c, step);
}

}  // namespace elites
