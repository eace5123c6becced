// The order of individuals: better rewards first, then lower indices; NaN has no place in it.
#pragma once

#include "elites/portable.h"

namespace elites {

// The reward with its sign changed where larger ones are better: smaller is better then.
ELITES_HOST_DEVICE float turned(float reward, int32_t sense) {
    return sense > 0 ? -reward : reward;
}

ELITES_HOST_DEVICE bool is_nan(float reward) {
    return (bits_of(reward) & 0x7FFFFFFFu) > 0x7F800000u;
}

// A key in the order of turned rewards, equal for -0 and +0. The reward is not NaN.
ELITES_HOST_DEVICE uint32_t reward_key(float turned) {
    uint32_t bits = bits_of(turned == 0.0f ? 0.0f : turned);
    return (bits & 0x80000000u) != 0 ? ~bits : bits | 0x80000000u;
}

// The key of a reward that is NaN, behind those of all numbers.
constexpr uint32_t kNoNumber = 0xFFFFFFFFu;

ELITES_HOST_DEVICE uint32_t key_of(float reward, int32_t sense) {
    return is_nan(reward) ? kNoNumber : reward_key(turned(reward, sense));
}

// The reward of a number's key; of both zeros, the one that has no sign once it is turned.
ELITES_HOST_DEVICE float reward_of(uint32_t key, int32_t sense) {
    return turned(float_of((key & 0x80000000u) != 0 ? key & 0x7FFFFFFFu : ~key), sense);
}

// The key with the index behind it: distinct for distinct individuals, smaller for whoever comes first.
ELITES_HOST_DEVICE uint64_t individual_key(float turned, uint32_t index) {
    return static_cast<uint64_t>(reward_key(turned)) << 32 | index;
}

}  // namespace elites
