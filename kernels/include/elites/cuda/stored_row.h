// The keys of a short row in a block's dynamic shared memory, 4 B each.
#pragma once

#include "elites/cuda/reward_keys.h"

namespace elites {

// Stores the keys of [0, count) and surveys them, by one block of whole warps.
__device__ inline StoredKeys store_keys(Survey& survey, const RewardKeys& rewards, int32_t count) {
    uint32_t* keys = reinterpret_cast<uint32_t*>(shared_bytes);
    Survey mine = no_survey();
    for (int32_t i = threadIdx.x; i < count; i += static_cast<int32_t>(blockDim.x)) {
        uint32_t key = rewards[i];
        keys[i] = key;
        mine.add(key, i);
    }
    join_surveys(survey, mine);
    return {keys};
}

}  // namespace elites
