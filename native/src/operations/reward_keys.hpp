// What is asked of a block of rewards, in vectors. Keys are those of reward_order.hpp.
#pragma once

#include <cstdint>

namespace elites {

// The key of NaN; every number's is smaller.
constexpr uint32_t kNanKey = 0xFFFFFFFFu;

// Keys that are close to the worst elite's: from low to high, both inside.
struct KeyWindow {
    uint32_t low = 0, high = kNanKey - 1;
};

// What a block holds. least and greatest are keys of numbers, kNanKey and 0 without any.
struct BlockKeys {
    int32_t nans = 0;
    int32_t before = 0;  // keys below the window
    int32_t inside = 0;  // keys in the window
    uint32_t least = kNanKey, greatest = 0;
};

// How far a list may be written beyond what it holds.
constexpr int32_t kListSlack = 8;

// Looks at a block and lists who is inside the window: first_index + i.
BlockKeys scan_rewards(
        const float* rewards, int32_t count, int32_t sense, int32_t first_index, const KeyWindow& window,
        int32_t* listed);

// keys[i] of rewards[i], kNanKey for NaN.
void reward_keys(const float* rewards, int32_t count, int32_t sense, uint32_t* keys);

// Writes first_index + i for each reward whose key is at most `most`, in order; returns how many.
int32_t list_up_to(
        const float* rewards, int32_t count, int32_t sense, uint32_t most, int32_t first_index, int32_t* listed);

}  // namespace elites
