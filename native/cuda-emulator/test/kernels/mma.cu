// Products of small matrices on tensor cores: every element of a fragment where the instruction looks for it.
#include "elites/cuda/kernel.h"
#include "elites/cuda/mma.h"
#include "kernels/mma.h"

namespace {

constexpr int32_t kWords = 8;

// Where element i of C is that this lane has.
__device__ int32_t sum_at(int32_t i) {
    const int32_t lane = static_cast<int32_t>(threadIdx.x);
    return (lane / 4 + 8 * (i / 2)) * elites::kMmaColumns + 2 * (lane % 4) + i % 2;
}

template <typename Multiply>
__device__ void add_product(float* to, Multiply&& multiply) {
    float c[4];
    for (int32_t i = 0; i < 4; ++i) {
        c[i] = to[sum_at(i)];
    }
    multiply(c);
    for (int32_t i = 0; i < 4; ++i) {
        to[sum_at(i)] = c[i];
    }
}

}  // namespace

ELITES_KERNEL(mma, Mma, 32) {
    using namespace elites;
    const int32_t lane = static_cast<int32_t>(threadIdx.x);
    const int32_t g = lane / 4;
    const int32_t t = lane % 4;
    // Rows of A begin in different banks, at multiples of 16 bytes.
    constexpr int32_t pitch = kWords + 4;
    auto* rows = reinterpret_cast<uint32_t*>(shared_bytes);
    for (int32_t i = lane; i < kMmaRows * kWords; i += kWarp) {
        rows[i / kWords * pitch + i % kWords] = arguments.a[i];
    }
    __syncwarp();
    uint32_t a[4];
    uint32_t b[2];
    load_rows(a, rows + lane % 16 * pitch + lane / 16 * 4);
    for (int32_t i = 0; i < 2; ++i) {
        b[i] = arguments.b[g * kWords + t + 4 * (ELITES_SEEDED_BUG == 1 ? 1 - i : i)];
    }
    SplitFragment<4> of_a;
    SplitFragment<2> of_b;
    uint32_t rounded_a[4];
    uint32_t rounded_b[2];
    for (int32_t i = 0; i < 4; ++i) {
        const SplitTf32 parts = split_tf32(float_of(a[i]));
        rounded_a[i] = of_a.high[i] = parts.high;
        of_a.low[i] = parts.low;
    }
    for (int32_t i = 0; i < 2; ++i) {
        const SplitTf32 parts = split_tf32(float_of(b[i]));
        rounded_b[i] = of_b.high[i] = parts.high;
        of_b.low[i] = parts.low;
    }
    add_product(arguments.tf32, [&](float (&c)[4]) { multiply_tf32(c, rounded_a, rounded_b); });
    add_product(arguments.split, [&](float (&c)[4]) { multiply_split_tf32(c, of_a, of_b); });
    add_product(arguments.f32, [&](float (&c)[4]) { multiply_f32(c, a, b); });
    add_product(arguments.bf16, [&](float (&c)[4]) { multiply_bf16(c, a, b); });
}
