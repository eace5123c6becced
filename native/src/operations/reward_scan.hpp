// What is asked of a block of rewards, in vectors. Rewards are turned, as reward_order.h says; NaN compares false and
// -0 equals +0 by themselves.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

namespace elites {

// Turned rewards that are close to the worst elite's: from low to high, both inside.
struct RewardWindow {
    float low = -std::numeric_limits<float>::infinity(), high = std::numeric_limits<float>::infinity();
};

// What a block holds. least and greatest are of turned numbers, infinities the wrong way round without any.
struct BlockScan {
    int32_t numbers = 0;
    int32_t before = 0;  // better than the window
    int32_t inside = 0;  // in the window
    float least = std::numeric_limits<float>::infinity(), greatest = -std::numeric_limits<float>::infinity();
};

constexpr int32_t kFlagsOfWord = 64;

// Words that hold so many flags.
constexpr int64_t flag_words(int64_t count) {
    return (count + kFlagsOfWord - 1) / kFlagsOfWord;
}

// Looks at a block of rewards: bit i of `before` tells whether i is better than the window, bit i of `inside` whether
// it lies in it. Bits behind the last are 0.
BlockScan scan_rewards(
        const float* rewards, int32_t count, int32_t sense, const RewardWindow& window, uint64_t* before,
        uint64_t* inside);

// Calls work(i) for each bit i that is set, in order.
template <typename Work>
void for_flags(const uint64_t* flags, int32_t count, Work&& work) {
    for (int32_t first = 0; first < count; first += kFlagsOfWord) {
        for (uint64_t word = flags[first / kFlagsOfWord]; word != 0; word &= word - 1) {
            work(first + std::countr_zero(word));
        }
    }
}

// How far a list may be written beyond what it holds.
constexpr int32_t kListSlack = 8;

// Writes first_index + i for each bit i that is set, in order; returns how many.
int32_t list_flags(const uint64_t* flags, int32_t count, int32_t first_index, int32_t* listed);

}  // namespace elites
