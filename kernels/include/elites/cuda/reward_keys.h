// The rewards of one search as keys, better ones first, without those that are NaN.
#pragma once

#include "elites/cuda/kernel.h"
#include "elites/reward_order.h"

namespace elites {

struct RewardKeys {
    const float* rewards;
    int32_t sense;

    __device__ bool get(int32_t i, uint32_t& key) const {
        float reward = rewards[i];
        if (is_nan(reward)) {
            return false;
        }
        key = reward_key(turned(reward, sense));
        return true;
    }
};

}  // namespace elites
