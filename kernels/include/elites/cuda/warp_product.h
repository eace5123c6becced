// Products of small matrices whose elements a warp reads and writes as it pleases, on tensor cores.
#pragma once

#include "elites/cuda/feature.h"
#include "elites/cuda/mma.h"
#include "elites/cuda/unroll.h"

namespace elites {

// Two elements as bfloat16, or one as it is: a word of an operand.
template <typename T, typename Element>
__device__ inline uint32_t operand_word(int32_t word, Element&& element) {
    if constexpr (sizeof(T) == 2) {
        uint32_t low = __bfloat16_as_ushort(rounded<__nv_bfloat16>(element(2 * word)));
        return low | static_cast<uint32_t>(__bfloat16_as_ushort(rounded<__nv_bfloat16>(element(2 * word + 1)))) << 16;
    } else {
        return bits_of(element(word));
    }
}

// c += a b in the precision of T.
template <typename T>
__device__ inline void multiply(float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
    if constexpr (sizeof(T) == 2) {
        multiply_bf16(c, a, b);
    } else {
        multiply_f32(c, a, b);
    }
}

// Calls put(m, n, sum over k < terms of left(m, k) right(k, n)) for those of the 16 lines from first_line on that there
// are, and all columns. All lanes take part. Sums run by k. T says in which precision: bfloat16 or float32.
template <typename T, typename Left, typename Right, typename Put>
__device__ inline void warp_product(
        int32_t first_line, int32_t lines, int32_t terms, int32_t columns, Left&& left, Right&& right, Put&& put) {
    constexpr int32_t kTerms = 32 / sizeof(T);
    constexpr int32_t kTiles = 4;  // of 8 columns at a time
    int32_t g = threadIdx.x % kWarp / 4;
    int32_t t = threadIdx.x % 4;
    for (int32_t first = 0; first < columns; first += 8 * kTiles) {
        float sums[kTiles][4] = {};
        ELITES_KEEP_LOOP
        for (int32_t k = 0; k < terms; k += kTerms) {
            uint32_t a[4];
            for (int32_t i = 0; i < 4; ++i) {
                int32_t m = first_line + g + i % 2 * 8;
                m = m < lines ? m : lines - 1;
                a[i] = operand_word<T>(t + i / 2 * 4, [&](int32_t e) {
                    return k + e < terms ? left(m, k + e) : 0.0f;
                });
            }
            for (int32_t j = 0; j < kTiles; ++j) {
                uint32_t b[2];
                int32_t n = first + 8 * j + g;
                n = n < columns ? n : columns - 1;
                for (int32_t i = 0; i < 2; ++i) {
                    // Terms beyond the last meet zeros; what is not finite is in the sum already.
                    b[i] = operand_word<T>(t + i * 4, [&](int32_t e) {
                        return right(k + e < terms ? k + e : terms - 1, n);
                    });
                }
                multiply<T>(sums[j], a, b);
            }
        }
        for (int32_t j = 0; j < kTiles; ++j) {
            for (int32_t i = 0; i < 4; ++i) {
                int32_t m = first_line + g + i / 2 * 8;
                int32_t n = first + 8 * j + 2 * t + i % 2;
                if (m < lines && n < columns) {
                    put(m, n, sums[j][i]);
                }
            }
        }
    }
}

}  // namespace elites
