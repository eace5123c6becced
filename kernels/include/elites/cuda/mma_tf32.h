// Products of small matrices by a warp on tensor cores: D = A B + C with A 16 x 8, B 8 x 8, and C and D 16 x 8; elements
// of A and B are TF32 (8 bits of exponent, 10 of fraction), those of C and D float32. From compute capability 8.0.
//
// Lane l holds these elements (PTX ISA, "Matrix Fragments for mma.m16n8k8" with .tf32), with g = l / 4 and t = l % 4:
//   a[0] = A[g, t]      a[1] = A[g + 8, t]      a[2] = A[g, t + 4]      a[3] = A[g + 8, t + 4]
//   b[0] = B[t, g]      b[1] = B[t + 4, g]
//   c[0] = C[g, 2 t]    c[1] = C[g, 2 t + 1]    c[2] = C[g + 8, 2 t]    c[3] = C[g + 8, 2 t + 1]
#pragma once

#include "elites/cuda/warp.h"
#include "elites/portable.h"

namespace elites {

constexpr int32_t kMmaRows = 16;
constexpr int32_t kMmaColumns = 8;
constexpr int32_t kMmaTerms = 8;

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

// A float32 as a sum of two TF32 numbers, off by 2^-23 of it at most: products of sums, without that of the low parts,
// are off by 2^-21 of their size at most.
struct SplitTf32 {
    uint32_t high, low;
};

__device__ inline SplitTf32 split_tf32(float x) {
    uint32_t high = tf32_of(x);
    return {high, tf32_of(x - float_of(high))};
}

struct TileProductTf32 {
    float* c;
    const uint32_t* a;
    const uint32_t* b;
};

#if !defined(__CUDACC__)
// What the instruction computes, by the layout above, for all lanes at once. Sums run by term; a device's own order and
// rounding of these eight products is not documented.
inline void multiply_tf32_of_warp(void* const lanes[kWarp]) {
    float a[kMmaRows][kMmaTerms];
    float b[kMmaTerms][kMmaColumns];
    for (int32_t lane = 0; lane < kWarp; ++lane) {
        const auto& mine = *static_cast<const TileProductTf32*>(lanes[lane]);
        int32_t g = lane / 4;
        int32_t t = lane % 4;
        for (int32_t i = 0; i < 4; ++i) {
            a[g + 8 * (i % 2)][t + 4 * (i / 2)] = float_of(mine.a[i] & 0xFFFFE000u);
        }
        for (int32_t i = 0; i < 2; ++i) {
            b[t + 4 * i][g] = float_of(mine.b[i] & 0xFFFFE000u);
        }
    }
    for (int32_t lane = 0; lane < kWarp; ++lane) {
        float* c = static_cast<TileProductTf32*>(lanes[lane])->c;
        for (int32_t i = 0; i < 4; ++i) {
            int32_t row = lane / 4 + 8 * (i / 2);
            int32_t column = 2 * (lane % 4) + i % 2;
            for (int32_t term = 0; term < kMmaTerms; ++term) {
                c[i] = __fmaf_rn(a[row][term], b[term][column], c[i]);
            }
        }
    }
}
#endif

// c += A B, by all lanes of a warp.
__device__ inline void multiply_tf32(float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
#if defined(__CUDACC__)
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
        "{%0, %1, %2, %3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#else
    TileProductTf32 mine = {c, a, b};
    simt::warp_together("mma.m16n8k8.tf32", &mine, multiply_tf32_of_warp);
#endif
}

// A fragment of A or B in two parts.
template <int32_t kElements>
struct SplitFragment {
    uint32_t high[kElements], low[kElements];
};

// c += A B with almost float32's precision: three products, the small ones first.
__device__ inline void multiply_split_tf32(float (&c)[4], const SplitFragment<4>& a, const SplitFragment<2>& b) {
#if ELITES_SEEDED_BUG != 3
    multiply_tf32(c, a.low, b.high);
    multiply_tf32(c, a.high, b.low);
#endif
    multiply_tf32(c, a.high, b.high);
}

}  // namespace elites
