// The rewards of one search as keys, better ones first, and what one look at all of them tells.
#pragma once

#include "elites/cuda/warp.h"
#include "elites/reward_order.h"

namespace elites {

// Keys where the rewards are.
struct RewardKeys {
    const float* rewards;
    int32_t sense;

    __device__ uint32_t operator[](int32_t i) const { return key_of(rewards[i], sense); }
};

// Keys that were stored.
struct StoredKeys {
    const uint32_t* keys;

    __device__ uint32_t operator[](int32_t i) const { return keys[i]; }
};

// Of the rewards that are numbers: the best individual, its key before its index, the greatest key, and how many they
// are.
struct Survey {
    unsigned long long best;
    uint32_t greatest;
    int32_t numbers;

    __device__ uint32_t least() const { return static_cast<uint32_t>(best >> 32); }
    __device__ int32_t best_individual() const { return static_cast<int32_t>(best & 0xFFFFFFFFu); }
    // The low bits in which keys differ: those above are everybody's.
    __device__ int32_t differing_bits() const { return numbers == 0 ? 0 : 32 - __clz(least() ^ greatest); }

    __device__ void add(const Survey& other) {
        best = other.best < best ? other.best : best;
        greatest = other.greatest > greatest ? other.greatest : greatest;
        numbers += other.numbers;
    }
    __device__ void add(uint32_t key, int32_t individual) {
        if (key != kNoNumber) {
            add({static_cast<unsigned long long>(key) << 32 | static_cast<uint32_t>(individual), key, 1});
        }
    }
};

__device__ inline Survey no_survey() {
    return {~0ull, 0, 0};
}

// Joins what the threads of a block saw into `shared`, which all may read then. Blocks are whole warps.
__device__ inline void join_surveys(Survey& shared, Survey mine) {
    if (threadIdx.x == 0) {
        shared = no_survey();
    }
    __syncthreads();
    mine.numbers = __reduce_add_sync(kAllLanes, mine.numbers);
    mine.greatest = __reduce_max_sync(kAllLanes, mine.greatest);
    for (int32_t distance = kWarp / 2; distance > 0; distance /= 2) {
        unsigned long long other = __shfl_xor_sync(kAllLanes, mine.best, distance);
        mine.best = other < mine.best ? other : mine.best;
    }
    if (threadIdx.x % kWarp == 0 && mine.numbers > 0) {
        atomicAdd(&shared.numbers, mine.numbers);
        atomicMin(&shared.best, mine.best);
        atomicMax(&shared.greatest, mine.greatest);
    }
    __syncthreads();
}

}  // namespace elites
