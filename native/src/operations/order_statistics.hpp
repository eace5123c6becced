// Moments of many rewards and those at some places of their ascending order, block by block, so that lanes can share it.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "elites/reward_order.h"
#include "strands.hpp"
#include "vectors.hpp"

namespace elites {

// Used in this order: scan each block, join_scans, ask, count each block, join_counts, collect each block,
// join_collected. The bins of a histogram over the range of the rewards tell which few numbers may stand at the places
// that were asked for; only those are put in order.
class OrderStatistics {
public:
    static constexpr int32_t kBlock = 1 << 16;

    OrderStatistics(const float* rewards, int32_t count)
        : rewards_(rewards), count_(count), blocks_((static_cast<int64_t>(count) + kBlock - 1) / kBlock) {}

    int64_t blocks() const { return static_cast<int64_t>(blocks_.size()); }
    // Rewards that are not NaN.
    int64_t numbers() const { return numbers_; }
    double mean() const { return mean_; }
    // The sum of squares about the mean.
    double squares() const { return squares_; }
    float least() const { return least_; }
    float greatest() const { return greatest_; }

    void scan(int64_t block) {
        Block& result = blocks_[block];
        const float* x = rewards_ + block * kBlock;
        int32_t count = size(block);
        result.sum = sum_in_strands<double>(
                count, [x](double sum, int32_t i) { return sum + (is_nan(x[i]) ? 0.0 : static_cast<double>(x[i])); });
        result.numbers = static_cast<int32_t>(std::count_if(x, x + count, [](float value) { return !is_nan(value); }));
        int32_t whole = count / kVector * kVector;
        Floats16 least = kInfinity;
        Floats16 greatest = -kInfinity;
        for (int32_t i = 0; i < whole; i += kVector) {
            // The second is kept where the first is NaN.
            least = smaller(load(x + i), least);
            greatest = larger(load(x + i), greatest);
        }
        result.least = -largest_of(-least);
        result.greatest = largest_of(greatest);
        for (int32_t i = whole; i < count; ++i) {
            result.least = x[i] < result.least ? x[i] : result.least;
            result.greatest = x[i] > result.greatest ? x[i] : result.greatest;
        }
    }

    void join_scans() {
        double sum = 0;
        for (const Block& block : blocks_) {
            sum += block.sum;
            numbers_ += block.numbers;
            least_ = std::min(least_, block.least);
            greatest_ = std::max(greatest_, block.greatest);
        }
        mean_ = sum / static_cast<double>(numbers_);
    }

    // Places in the ascending order, from 0 to numbers() - 1. There must be a number.
    void ask(std::vector<int64_t> places) {
        places_ = std::move(places);
        std::ranges::sort(places_);
        first_key_ = reward_key(least_);
        shift_ = std::max(static_cast<int>(std::bit_width(reward_key(greatest_) - first_key_)) - kBinBits, 0);
        // Where a histogram takes longer than to order the numbers at once, it has one bin.
        bins_ = count_ < kFewest ? 1 : 1 << kBinBits;
    }

    void count(int64_t block) {
        const float* x = rewards_ + block * kBlock;
        blocks_[block].squares = sum_in_strands<double>(size(block), [x, mean = mean_](double sum, int32_t i) {
            double difference = is_nan(x[i]) ? 0.0 : x[i] - mean;
            return sum + difference * difference;
        });
        blocks_[block].sizes.assign(bins_, 0);
        for_numbers(block, [&, sizes = blocks_[block].sizes.data()](float, uint32_t bin) { ++sizes[bin]; });
    }

    void join_counts() {
        squares_ = 0;
        std::vector<int64_t> sizes(bins_);
        for (const Block& block : blocks_) {
            squares_ += block.squares;
            for (int32_t bin = 0; bin < bins_; ++bin) {
                sizes[bin] += block.sizes[bin];
            }
        }
        wanted_.assign(bins_, 0);
        int64_t first = 0;
        int64_t left_out = 0;
        auto place = places_.begin();
        for (int32_t bin = 0; bin < bins_; first += sizes[bin++]) {
            auto beyond = std::find_if(place, places_.end(), [&](int64_t p) { return p >= first + sizes[bin]; });
            wanted_[bin] = place != beyond;
            for (; place != beyond; ++place) {
                places_in_collected_.push_back(*place - left_out);
            }
            left_out += wanted_[bin] ? 0 : sizes[bin];
        }
    }

    void collect(int64_t block) {
        for_numbers(block, [&](float number, uint32_t bin) {
            if (wanted_[bin]) {
                blocks_[block].collected.push_back(number);
            }
        });
    }

    void join_collected() {
        for (const Block& block : blocks_) {
            collected_.insert(collected_.end(), block.collected.begin(), block.collected.end());
        }
        order(0, collected_.size(), places_in_collected_);
    }

    // The number at a place that was asked for.
    float at(int64_t place) const {
        auto asked = std::ranges::lower_bound(places_, place) - places_.begin();
        return collected_[places_in_collected_[asked]];
    }

private:
    static constexpr float kInfinity = std::numeric_limits<float>::infinity();
    static constexpr int kBinBits = 12;
    static constexpr int32_t kFewest = 1 << kBinBits;

    struct Block {
        double sum = 0, squares = 0;
        int32_t numbers = 0;
        float least = kInfinity, greatest = -kInfinity;
        std::vector<int32_t> sizes;  // of the bins
        std::vector<float> collected;
    };

    int32_t size(int64_t block) const {
        return static_cast<int32_t>(std::min<int64_t>(kBlock, count_ - block * kBlock));
    }

    // Calls work(number, its bin).
    template <typename Work>
    void for_numbers(int64_t block, Work&& work) const {
        const float* x = rewards_ + block * kBlock;
        for (int32_t i = 0; i < size(block); ++i) {
            if (!is_nan(x[i])) {
                work(x[i], bins_ == 1 ? 0 : (reward_key(x[i]) - first_key_) >> shift_);
            }
        }
    }

    // Puts what was collected, from begin to end - 1, in order as far as those at these places, which ascend, stand where
    // they belong.
    void order(int64_t begin, int64_t end, std::span<const int64_t> places) {
        if (places.empty()) {
            return;
        }
        int64_t place = places[places.size() / 2];
        auto numbers = collected_.begin();
        std::nth_element(numbers + begin, numbers + place, numbers + end);
        auto less = std::ranges::lower_bound(places, place) - places.begin();
        auto more = std::ranges::upper_bound(places, place) - places.begin();
        order(begin, place, places.first(less));
        order(place + 1, end, places.subspan(more));
    }

    const float* rewards_;
    int32_t count_;
    std::vector<Block> blocks_;
    int64_t numbers_ = 0;
    double mean_ = 0, squares_ = 0;
    float least_ = kInfinity, greatest_ = -kInfinity;
    uint32_t first_key_ = 0;
    int shift_ = 0;
    int32_t bins_ = 1;
    std::vector<int64_t> places_, places_in_collected_;
    std::vector<char> wanted_;  // bins
    std::vector<float> collected_;
};

}  // namespace elites
