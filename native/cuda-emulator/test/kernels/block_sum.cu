// A block's sum by shuffles within warps and shared memory between them.
#include "elites/cuda/kernel.h"
#include "kernels/block_sum.h"

static __device__ __forceinline__ float warp_sum(float value) {
    for (int distance = 16; distance > 0; distance >>= 1) {
        value += __shfl_down_sync(0xffffffffu, value, distance);
    }
    return value;
}

ELITES_KERNEL(block_sum, BlockSum, 1024) {
    __shared__ float warps[32];
    const int index = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
#if ELITES_SEEDED_BUG == 2
    float value = arguments.values[index];
#else
    float value = index < arguments.count ? arguments.values[index] : 0.0f;
#endif
#if ELITES_SEEDED_BUG == 3
    if (index >= arguments.count) {
        return;
    }
#endif
    value = warp_sum(value);
    if (threadIdx.x % 32 == 0) {
#if ELITES_SEEDED_BUG == 5
        warps[threadIdx.x / 32 + (blockDim.x == 256 ? 25 : 0)] = value;
#else
        warps[threadIdx.x / 32] = value;
#endif
    }
#if ELITES_SEEDED_BUG != 1
    __syncthreads();
#endif
    if (threadIdx.x < 32) {
        value = warp_sum(threadIdx.x < blockDim.x / 32 ? warps[threadIdx.x] : 0.0f);
        if (threadIdx.x == 0) {
            arguments.sums[blockIdx.x] = value;
        }
#if ELITES_SEEDED_BUG == 4
        __syncthreads();
#endif
    }
}
