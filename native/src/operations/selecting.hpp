#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <vector>

#include "elites/reward_order.h"
#include "reward_scan.hpp"
#include "search_blocks.hpp"

namespace elites {

// The selection of one search, block by block, so that lanes can share it. A sample of the rewards tells a window
// around the worst elite's; one pass over all rewards flags those before the window and those in it; what is before it,
// and of what is in it the better part, are the elites. If the sample misled, the window is opened.
class Selecting {
public:
    // Begins with `active` rewards, of which `wanted` are to be elites.
    void begin(const float* rewards, int32_t active, int32_t sense, int32_t wanted) {
        rewards_ = rewards;
        active_ = active;
        sense_ = sense;
        wanted_ = std::clamp(wanted, 1, std::max(active, 1));
        blocks_.resize(reward_blocks(active));
        elites_.resize(flag_words(active));
        narrow_window();
    }

    int64_t blocks() const { return static_cast<int64_t>(blocks_.size()); }
    int32_t numbers() const { return numbers_; }
    int32_t nans() const { return active_ - numbers_; }
    bool all_equal() const { return least_ == greatest_; }

    void scan(int64_t block) {
        uint64_t inside[flag_words(kRewardBlock)];
        Block& result = blocks_[block];
        result.scan = scan_rewards(rewards_ + first(block), count(block), sense_, window_, flags(block), inside);
        result.close.resize(result.scan.inside);
        uint64_t* close = result.close.data();
        for_flags(inside, count(block), [&](int32_t i) {
            auto index = static_cast<uint32_t>(first(block) + i);
            *close++ = individual_key(turned(rewards_[index], sense_), index);
        });
    }

    // Joins the blocks after a scan. False where the window does not hold the worst elite: then another scan is due.
    bool join() {
        numbers_ = 0;
        least_ = BlockScan{}.least;
        greatest_ = BlockScan{}.greatest;
        int64_t before = 0;
        int64_t inside = 0;
        for (const Block& block : blocks_) {
            numbers_ += block.scan.numbers;
            least_ = std::min(least_, block.scan.least);
            greatest_ = std::max(greatest_, block.scan.greatest);
            before += block.scan.before;
            inside += block.scan.inside;
        }
        if (numbers_ == 0) {
            return true;
        }
        int64_t place = std::min(wanted_, numbers_) - before;
        if (place < 1 || place > inside) {
            window_ = {};
            return false;
        }
        worst_ = close_at(place - 1);
        return true;
    }

    // The elite that comes last.
    int32_t worst() const { return static_cast<int32_t>(worst_ & 0xFFFFFFFFu); }

    // The individual that comes first.
    int32_t best() const {
        int64_t block = 0;
        // A block without numbers has the least of nothing, which is infinite too.
        while (blocks_[block].scan.numbers == 0 || blocks_[block].scan.least != least_) {
            ++block;
        }
        const float* rewards = rewards_ + first(block);
        return static_cast<int32_t>(std::find(rewards, rewards + count(block), turned(least_, sense_)) - rewards_);
    }

    // Decides where each block writes its elites: those up to the worst one, or all that are as good as it too.
    // Returns their number.
    int32_t place_blocks(bool with_equals) {
        bound_ = with_equals ? worst_ | 0xFFFFFFFFu : worst_;
        int32_t place = 0;
        for (Block& block : blocks_) {
            block.place = place;
            auto good = std::ranges::count_if(block.close, [&](uint64_t key) { return key <= bound_; });
            place += block.scan.before + static_cast<int32_t>(good);
        }
        return place;
    }

    void list(int64_t block, int32_t* elites) {
        uint64_t* flags = this->flags(block);
        for (uint64_t key : blocks_[block].close) {
            int64_t i = static_cast<int64_t>(key & 0xFFFFFFFFu) - first(block);
            flags[i / kFlagsOfWord] |= (key <= bound_ ? uint64_t{1} : uint64_t{0}) << (i % kFlagsOfWord);
        }
        int32_t listed[kRewardBlock + kListSlack];
        int32_t length = list_flags(flags, count(block), static_cast<int32_t>(first(block)), listed);
        std::copy(listed, listed + length, elites + blocks_[block].place);
    }

private:
    struct Block {
        BlockScan scan;
        std::vector<uint64_t> close;  // individual_key of those in the window
        int32_t place = 0;            // of its elites among all
    };

    int64_t first(int64_t block) const { return block * kRewardBlock; }
    int32_t count(int64_t block) const {
        return static_cast<int32_t>(std::min<int64_t>(kRewardBlock, active_ - first(block)));
    }
    uint64_t* flags(int64_t block) { return elites_.data() + flag_words(first(block)); }

    void narrow_window() {
        window_ = {};
        // As much as cache lines hold, evenly spread. A larger sample costs more than a narrower window saves.
        constexpr int32_t kLine = 16;
        int32_t lines = std::min(active_ / (32 * kLine), 256);
        int32_t size = lines * kLine;
        if (size < 512) {
            return;
        }
        sample_.resize(size);
        int64_t stride = active_ / lines;
        // All misses of the caches at once, not one after the other.
        for (int32_t line = 0; line < lines; ++line) {
            __builtin_prefetch(rewards_ + line * stride);
            __builtin_prefetch(rewards_ + line * stride + kLine - 1);
        }
        for (int32_t line = 0; line < lines; ++line) {
            std::transform(
                    rewards_ + line * stride, rewards_ + line * stride + kLine, sample_.begin() + line * kLine,
                    [&](float reward) { return is_nan(reward) ? RewardWindow{}.high : turned(reward, sense_); });
        }
        double share = static_cast<double>(wanted_) / active_;
        // Three standard deviations of the place of a quantile in a sample, which misleads once in 370 times then.
        double margin = 3 * std::sqrt(size * share * (1 - share)) + 4;
        auto low = static_cast<int64_t>(size * share - margin);
        auto high = static_cast<int64_t>(size * share + margin);
        auto end = sample_.end();
        if (high < size) {
            end = sample_.begin() + high;
            std::nth_element(sample_.begin(), end, sample_.end());
            window_.high = *end;
        }
        if (low > 0) {
            std::nth_element(sample_.begin(), sample_.begin() + low, end);
            window_.low = sample_[low];
        }
    }

    // The individual in the window before whom there are `place` others in it.
    uint64_t close_at(int64_t place) {
        if (window_.low == window_.high) {
            // Equals, which stand in the order of their indices already.
            for (const Block& block : blocks_) {
                auto size = static_cast<int64_t>(block.close.size());
                if (place < size) {
                    return block.close[place];
                }
                place -= size;
            }
        }
        constexpr int kBinBits = 8;
        uint32_t low = reward_key(window_.low);
        int shift = std::max(static_cast<int>(std::bit_width(reward_key(window_.high) - low)) - kBinBits, 0);
        auto bin_of = [&](uint64_t key) { return (static_cast<uint32_t>(key >> 32) - low) >> shift; };
        int64_t sizes[1 << kBinBits] = {};
        for (const Block& block : blocks_) {
            for (uint64_t key : block.close) {
                ++sizes[bin_of(key)];
            }
        }
        uint32_t bin = 0;
        while (place >= sizes[bin]) {
            place -= sizes[bin++];
        }
        bin_.clear();
        for (const Block& block : blocks_) {
            std::ranges::copy_if(
                    block.close, std::back_inserter(bin_), [&](uint64_t key) { return bin_of(key) == bin; });
        }
        std::nth_element(bin_.begin(), bin_.begin() + place, bin_.end());
        return bin_[place];
    }

    const float* rewards_ = nullptr;
    int32_t active_ = 0, sense_ = 0, wanted_ = 0;
    RewardWindow window_;
    std::vector<float> sample_;  // turned, NaN at the end
    std::vector<Block> blocks_;
    std::vector<uint64_t> elites_;  // flags
    std::vector<uint64_t> bin_;     // keys
    int32_t numbers_ = 0;
    float least_ = 0, greatest_ = 0;
    uint64_t worst_ = 0, bound_ = 0;
};

}  // namespace elites
