// Products of small matrices by the tensor cores of a warp, and loading their operands, from compute capability 8.0 on.
// All 32 lanes take part. Layouts of operands over lanes are those of the PTX ISA (9.7.15, mma.m16n8k16 and .m16n8k8,
// ldmatrix), with g = lane / 4 and t = lane % 4.
#pragma once

#include "elites/cuda/warp.h"
#include "elites/portable.h"

namespace elites {

// What a lane holds of 16 x 32 bytes of the left matrix, of 32 bytes x 8 of the right one, and of the 16 x 8 sums.
struct LeftTile {
    uint32_t words[4];  // rows g, g + 8, g, g + 8; bytes 4 t.. of the first half twice, then of the second half
};
struct RightTile {
    uint32_t words[2];  // column g; words t and t + 4 of its 32 bytes
};
struct SumTile {
    float sums[4];  // rows g, g, g + 8, g + 8; columns 2 t, 2 t + 1, 2 t, 2 t + 1
};

#if !defined(__CUDACC__)
namespace twin {

struct Products {
    SumTile* sums;
    const LeftTile* left;
    const RightTile* right;
};

// sums[r, c] += left[r, k] right[k, c] by k; left_element(word, i) is element i of a word.
template <int32_t kTerms, typename LeftElement, typename RightElement>
inline void multiply(void* const lanes[kWarp], LeftElement&& left_element, RightElement&& right_element) {
    float left[16][kTerms], right[kTerms][8], sums[16][8];
    for (int32_t lane = 0; lane < kWarp; ++lane) {
        const Products& of = *static_cast<const Products*>(lanes[lane]);
        int32_t g = lane / 4;
        int32_t t = lane % 4;
        for (int32_t half = 0; half < 2; ++half) {
            for (int32_t i = 0; i < kTerms / 8; ++i) {
                int32_t k = (4 * half + t) * (kTerms / 8) + i;
                left[g][k] = left_element(of.left->words[2 * half], i);
                left[g + 8][k] = left_element(of.left->words[2 * half + 1], i);
                right[k][g] = right_element(of.right->words[half], i);
            }
            sums[g + 8 * half][2 * t] = of.sums->sums[2 * half];
            sums[g + 8 * half][2 * t + 1] = of.sums->sums[2 * half + 1];
        }
    }
    for (int32_t r = 0; r < 16; ++r) {
        for (int32_t k = 0; k < kTerms; ++k) {
            for (int32_t c = 0; c < 8; ++c) {
                sums[r][c] = __fmaf_rn(left[r][k], right[k][c], sums[r][c]);
            }
        }
    }
    for (int32_t lane = 0; lane < kWarp; ++lane) {
        float* of = static_cast<const Products*>(lanes[lane])->sums->sums;
        for (int32_t i = 0; i < 4; ++i) {
            of[i] = sums[lane / 4 + i / 2 * 8][lane % 4 * 2 + i % 2];
        }
    }
}

inline void multiply_bf16(void* const lanes[kWarp]) {
    auto element = [](uint32_t word, int32_t i) { return float_of(i == 0 ? word << 16 : word & 0xFFFF0000u); };
    multiply<16>(lanes, element, element);
}

// The hardware ignores the 13 bits that TF32 lacks.
inline float tf32(uint32_t word) {
    return float_of(word & 0xFFFFE000u);
}

inline void multiply_tf32(void* const lanes[kWarp]) {
    auto element = [](uint32_t word, int32_t) { return tf32(word); };
    multiply<8>(lanes, element, element);
}

inline void multiply_f32(void* const lanes[kWarp]) {
    auto high = [](uint32_t word, int32_t) { return tf32(word); };
    auto low = [](uint32_t word, int32_t) { return tf32(bits_of(float_of(word) - tf32(word))); };
    multiply<8>(lanes, low, high);
    multiply<8>(lanes, high, low);
    multiply<8>(lanes, high, high);
}

struct Loads {
    LeftTile* tile;
    const void* row;
};

inline void load(void* const lanes[kWarp]) {
    auto of = [&](int32_t lane) { return *static_cast<const Loads*>(lanes[lane]); };
    for (int32_t matrix = 0; matrix < 4; ++matrix) {
        for (int32_t lane = 0; lane < kWarp; ++lane) {
            of(lane).tile->words[matrix] =
                    static_cast<const uint32_t*>(of(8 * matrix + lane / 4).row)[lane % 4];
        }
    }
}

}  // namespace twin
#endif

// Lane l gives where 16 bytes lie in shared memory: of row l % 16 the first half (l < 16) or the second.
__device__ inline void load_left(LeftTile& tile, const void* row) {
#if defined(__CUDACC__)
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(tile.words[0]), "=r"(tile.words[1]), "=r"(tile.words[2]), "=r"(tile.words[3])
                 : "r"(static_cast<uint32_t>(__cvta_generic_to_shared(row)))
                 : "memory");
#else
    twin::Loads mine{&tile, row};
    simt::warp_together("ldmatrix", &mine, twin::load);
#endif
}

// sums += left * right, 16 terms in bfloat16.
__device__ inline void multiply_bf16(SumTile& sums, const LeftTile& left, const RightTile& right) {
#if defined(__CUDACC__)
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
                 "{%0, %1, %2, %3};"
                 : "+f"(sums.sums[0]), "+f"(sums.sums[1]), "+f"(sums.sums[2]), "+f"(sums.sums[3])
                 : "r"(left.words[0]), "r"(left.words[1]), "r"(left.words[2]), "r"(left.words[3]),
                   "r"(right.words[0]), "r"(right.words[1]));
#else
    twin::Products mine{&sums, &left, &right};
    simt::warp_together("mma.m16n8k16.bf16", &mine, twin::multiply_bf16);
#endif
}

// sums += left * right, 8 terms in TF32.
__device__ inline void multiply_tf32(SumTile& sums, const LeftTile& left, const RightTile& right) {
#if defined(__CUDACC__)
    asm volatile("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
                 "{%0, %1, %2, %3};"
                 : "+f"(sums.sums[0]), "+f"(sums.sums[1]), "+f"(sums.sums[2]), "+f"(sums.sums[3])
                 : "r"(left.words[0]), "r"(left.words[1]), "r"(left.words[2]), "r"(left.words[3]),
                   "r"(right.words[0]), "r"(right.words[1]));
#else
    twin::Products mine{&sums, &left, &right};
    simt::warp_together("mma.m16n8k8.tf32", &mine, twin::multiply_tf32);
#endif
}

#if defined(__CUDACC__)
// A float32 as the sum of two TF32 numbers, but for 2^-20 of it. NaN stays NaN; what is infinite becomes NaN.
__device__ inline void split(uint32_t word, uint32_t& high, uint32_t& low) {
    // Truncated, so that the rest is exact; the hardware truncates the rest.
    high = word & 0xFFFFE000u;
    low = bits_of(float_of(word) - float_of(high));
}
#endif

// sums += left * right, 8 terms in float32: three products in TF32, the small ones first. What they leave out is 2^-19
// of a term at most.
__device__ inline void multiply_f32(SumTile& sums, const LeftTile& left, const RightTile& right) {
#if defined(__CUDACC__)
    LeftTile left_high, left_low;
    RightTile right_high, right_low;
    for (int32_t i = 0; i < 4; ++i) {
        split(left.words[i], left_high.words[i], left_low.words[i]);
    }
    for (int32_t i = 0; i < 2; ++i) {
        split(right.words[i], right_high.words[i], right_low.words[i]);
    }
    multiply_tf32(sums, left_low, right_high);
    multiply_tf32(sums, left_high, right_low);
    multiply_tf32(sums, left_high, right_high);
#else
    // One meeting of the lanes instead of three.
    twin::Products mine{&sums, &left, &right};
    simt::warp_together("mma.m16n8k8.tf32", &mine, twin::multiply_f32);
#endif
}

}  // namespace elites
