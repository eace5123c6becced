// How many rewards are numbers, their mean, spread and range.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "elites/reward_order.h"
#include "strands.hpp"
#include "vectors.hpp"

namespace elites {

struct RewardMoments {
    static constexpr float kInfinity = std::numeric_limits<float>::infinity();

    int64_t numbers = 0;
    double sum = 0;
    double squares = 0;  // of the distances to the mean
    float least = kInfinity, greatest = -kInfinity;

    double mean() const { return sum / static_cast<double>(numbers); }

    RewardMoments() = default;

    // Of a block, which is read several times.
    RewardMoments(const float* rewards, int32_t count) {
        range(rewards, count);
        numbers = std::count_if(rewards, rewards + count, [](float reward) { return !is_nan(reward); });
        if (numbers == 0) {
            return;
        }
        sum = sum_in_strands<double>(count, [rewards](double all, int32_t i) {
            return all + (is_nan(rewards[i]) ? 0.0 : static_cast<double>(rewards[i]));
        });
        squares = sum_in_strands<double>(count, [rewards, mean = mean()](double all, int32_t i) {
            double distance = is_nan(rewards[i]) ? 0.0 : rewards[i] - mean;
            return all + distance * distance;
        });
    }

    // Of all blocks. The squares of a block lose nothing when they are moved to the mean of all.
    explicit RewardMoments(const std::vector<RewardMoments>& blocks) {
        for (const RewardMoments& block : blocks) {
            numbers += block.numbers;
            sum += block.sum;
            least = std::min(least, block.least);
            greatest = std::max(greatest, block.greatest);
        }
        for (const RewardMoments& block : blocks) {
            double distance = block.numbers > 0 ? block.mean() - mean() : 0;
            squares += block.squares + static_cast<double>(block.numbers) * distance * distance;
        }
    }

private:
    void range(const float* rewards, int32_t count) {
        int32_t whole = count / kVector * kVector;
        Floats16 low = kInfinity;
        Floats16 high = -kInfinity;
        for (int32_t i = 0; i < whole; i += kVector) {
            // The second is kept where the first is NaN.
            low = smaller(load(rewards + i), low);
            high = larger(load(rewards + i), high);
        }
        least = -largest_of(-low);
        greatest = largest_of(high);
        for (int32_t i = whole; i < count; ++i) {
            least = rewards[i] < least ? rewards[i] : least;
            greatest = rewards[i] > greatest ? rewards[i] : greatest;
        }
    }
};

}  // namespace elites
