// The order of individuals: better rewards first, then lower indices; NaN has no place in it.
#pragma once

#include "elites/portable.h"

namespace elites {

inline bool is_nan(float reward) {
    return (bits_of(reward) & 0x7FFFFFFFu) > 0x7F800000u;
}

// A key that is smaller for a better reward and equal for -0 and +0. The reward is not NaN.
inline uint32_t reward_key(float reward, int32_t sense) {
    uint32_t bits = bits_of(reward == 0.0f ? 0.0f : reward);
    uint32_t ascending = (bits & 0x80000000u) != 0 ? ~bits : bits | 0x80000000u;
    return sense > 0 ? ~ascending : ascending;
}

// The key with the index behind it: distinct for distinct individuals, smaller for whoever comes first.
inline uint64_t individual_key(float reward, int32_t sense, uint32_t index) {
    return static_cast<uint64_t>(reward_key(reward, sense)) << 32 | index;
}

}  // namespace elites
