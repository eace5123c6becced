// Sums over all threads of a block in an order that depends on the number of terms alone: term i goes into strand i mod
// 256, and strands are joined in pairs. A block may have any number of threads.
#pragma once

#include "elites/cuda/kernel.h"

namespace elites {

constexpr int32_t kBlockStrands = 256;

template <typename Number>
struct BlockSum {
    Number strands[kBlockStrands];
};

// term(i) for i in [0, count); every thread of the block calls this and gets the sum. Shared memory may be used again
// after the next barrier.
template <typename Number, typename Term>
__device__ inline Number block_sum(BlockSum<Number>& shared, int64_t count, Term&& term) {
    int32_t thread = static_cast<int32_t>(threadIdx.y * blockDim.x + threadIdx.x);
    int32_t threads = static_cast<int32_t>(blockDim.x * blockDim.y);
    __syncthreads();
    for (int32_t strand = thread; strand < kBlockStrands; strand += threads) {
        Number sum = 0;
        for (int64_t i = strand; i < count; i += kBlockStrands) {
            sum += term(i);
        }
        shared.strands[strand] = sum;
    }
    for (int32_t half = kBlockStrands / 2; half > 0; half /= 2) {
        __syncthreads();
        for (int32_t strand = thread; strand < half; strand += threads) {
            shared.strands[strand] += shared.strands[strand + half];
        }
    }
    __syncthreads();
    return shared.strands[0];
}

}  // namespace elites
