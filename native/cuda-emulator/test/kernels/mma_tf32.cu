// Products of small matrices on tensor cores: every element of a fragment where the instruction looks for it.
#include "elites/cuda/kernel.h"
#include "elites/cuda/mma_tf32.h"
#include "kernels/mma_tf32.h"

ELITES_KERNEL(mma_tf32, MmaTf32, 32) {
    using namespace elites;
    const int32_t g = static_cast<int32_t>(threadIdx.x) / 4;
    const int32_t t = static_cast<int32_t>(threadIdx.x) % 4;
    uint32_t a[4];
    uint32_t b[2];
    float c[4];
    float split[4];
    SplitFragment<4> of_a;
    SplitFragment<2> of_b;
    for (int32_t i = 0; i < 4; ++i) {
#if ELITES_SEEDED_BUG == 1
        const float value = arguments.a[(g + 8 * (i / 2)) * kMmaTerms + t + 4 * (i % 2)];
#else
        const float value = arguments.a[(g + 8 * (i % 2)) * kMmaTerms + t + 4 * (i / 2)];
#endif
        a[i] = tf32_of(value);
        const SplitTf32 parts = split_tf32(value);
        of_a.high[i] = parts.high;
        of_a.low[i] = parts.low;
    }
    for (int32_t i = 0; i < 2; ++i) {
        const float value = arguments.b[(t + 4 * i) * kMmaColumns + g];
        b[i] = tf32_of(value);
        const SplitTf32 parts = split_tf32(value);
        of_b.high[i] = parts.high;
        of_b.low[i] = parts.low;
    }
    for (int32_t i = 0; i < 4; ++i) {
        const int32_t at = (g + 8 * (i / 2)) * kMmaColumns + 2 * t + i % 2;
        c[i] = arguments.c[at];
        split[i] = arguments.split[at];
    }
    multiply_tf32(c, a, b);
    multiply_split_tf32(split, of_a, of_b);
    for (int32_t i = 0; i < 4; ++i) {
        const int32_t at = (g + 8 * (i / 2)) * kMmaColumns + 2 * t + i % 2;
        arguments.c[at] = c[i];
        arguments.split[at] = split[i];
    }
}
