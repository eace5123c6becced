// The key at a place of the order of many keys, by one block: radix selection (Alabi, Blanchard, Gordon and Steinbach
// 2012), eight bits a pass.
#pragma once

#include "elites/cuda/kernel.h"

namespace elites {

constexpr int32_t kRadixBins = 256;

struct RadixShared {
    int32_t bins[kRadixBins];
    uint32_t prefix;
    int32_t wanted;
};

// keys.get(i, key) gives key i of `count`, or false where i has none. Returns the key that fewer than `wanted` keys are
// less than, and as many or more are not greater than; wanted is in [1, keys]. shared.wanted is then which one of
// those that are equal to it, counted from 1.
template <typename Keys>
__device__ inline uint32_t key_at(RadixShared& shared, const Keys& keys, int32_t count, int32_t wanted) {
    int32_t thread = static_cast<int32_t>(threadIdx.x);
    int32_t threads = static_cast<int32_t>(blockDim.x);
    __syncthreads();
    if (thread == 0) {
        shared.prefix = 0;
        shared.wanted = wanted;
    }
    for (int32_t shift = 24; shift >= 0; shift -= 8) {
        for (int32_t bin = thread; bin < kRadixBins; bin += threads) {
            shared.bins[bin] = 0;
        }
        __syncthreads();
        uint32_t known = shift == 24 ? 0 : 0xFFFFFFFFu << (shift + 8);
        uint32_t prefix = shared.prefix;
        for (int32_t i = thread; i < count; i += threads) {
            uint32_t key;
            if (keys.get(i, key) && (key & known) == prefix) {
                atomicAdd(&shared.bins[key >> shift & (kRadixBins - 1)], 1);
            }
        }
        __syncthreads();
        if (thread == 0) {
            int32_t left = shared.wanted;
            uint32_t bin = 0;
            while (left > shared.bins[bin]) {
                left -= shared.bins[bin++];
            }
            shared.wanted = left;
            shared.prefix = prefix | bin << shift;
        }
        __syncthreads();
    }
    return shared.prefix;
}

}  // namespace elites
