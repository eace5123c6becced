// The keys of rewards at some places of their order, best first, where rewards are many: radix selection (Alabi,
// Blanchard, Gordon and Steinbach 2012), as on a GPU (elites/cuda/radix_select.h). Its time does not depend on how rewards
// are spread, and lanes can share each pass.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <iterator>
#include <vector>

#include "elites/reward_order.h"

namespace elites {

class RadixSelection {
public:
    // Below as many rewards it is faster to put them in order.
    static constexpr int32_t kFewest = 2048;

    // Keys lie from least to greatest; places count from 0.
    RadixSelection(uint32_t least, uint32_t greatest, const std::vector<int64_t>& places, int lanes)
        : bits_left_(std::bit_width(least ^ greatest)), counts_(lanes) {
        uint32_t shared = bits_left_ == 32 ? 0 : least >> bits_left_ << bits_left_;
        for (int64_t place : places) {
            places_.push_back({place, kRoot, shared});
        }
    }

    // Whether a pass is due: each counts all rewards, block by block, and ends with join().
    bool is_open() const { return bits_left_ > 0; }

    void count(const float* rewards, int32_t rewards_count, int32_t sense, int lane) {
        switch (shifts_.size()) {
            case 0:
                return count<0>(rewards, rewards_count, sense, lane);
            case 1:
                return count<1>(rewards, rewards_count, sense, lane);
            default:
                return count<2>(rewards, rewards_count, sense, lane);
        }
    }

    void join() {
        std::vector<Bins> all(counted_nodes());
        for (std::vector<Bins>& of_lane : counts_) {
            for (size_t node = 0; node < of_lane.size(); ++node) {
                std::ranges::transform(all[node], of_lane[node], all[node].begin(), std::plus<>());
            }
            of_lane.clear();
        }
        int32_t passed = first_node_ - 1;
        first_node_ = static_cast<int32_t>(next_.size());
        for (Place& place : places_) {
            const Bins& bins = all[place.node - passed];
            uint32_t bin = 0;
            while (place.rest >= bins[bin]) {
                place.rest -= bins[bin++];
            }
            place.key |= bin << shift();
            uint8_t& child = next_[place.node][bin];
            if (child == kNowhere) {
                child = static_cast<uint8_t>(next_.size());
                // May move what `child` refers to.
                next_.emplace_back();
            }
            place.node = next_[place.node][bin];
        }
        shifts_.push_back(shift());
        bits_left_ = shift();
    }

    // Of each place, once no pass is open.
    std::vector<uint32_t> keys() const {
        std::vector<uint32_t> keys;
        std::ranges::transform(places_, std::back_inserter(keys), &Place::key);
        return keys;
    }

private:
    static constexpr int kDigitBits = 11;
    static constexpr int32_t kKeys = 1024;
    // What does not lead to a place leads nowhere.
    static constexpr uint8_t kNowhere = 0, kRoot = 1;

    using Bins = std::array<int32_t, 1 << kDigitBits>;
    // The node of each digit.
    using Children = std::array<uint8_t, 1 << kDigitBits>;

    struct Place {
        int64_t rest;  // among the keys that begin alike
        int32_t node;  // the digits that are known
        uint32_t key;  // as far as it is known
    };

    int shift() const { return std::max(bits_left_ - kDigitBits, 0); }

    static uint32_t digit(uint32_t key, int shift) { return key >> shift & ((1u << kDigitBits) - 1); }

    // Those whose digits are counted, behind one for keys that no place begins like: to count those too takes less time
    // than to tell them from the others by a branch that nobody can predict.
    int32_t counted_nodes() const { return static_cast<int32_t>(next_.size()) - first_node_ + 1; }

    template <int kKnownDigits>
    void count(const float* rewards, int32_t rewards_count, int32_t sense, int lane) {
        std::vector<Bins>& bins = counts_[lane];
        bins.resize(counted_nodes());
        int shifts[kKnownDigits + 1];
        std::ranges::copy(shifts_, shifts);
        shifts[kKnownDigits] = shift();
        uint32_t keys[kKeys];
        for (int32_t first = 0; first < rewards_count; first += kKeys) {
            int32_t size = std::min(kKeys, rewards_count - first);
            for (int32_t i = 0; i < size; ++i) {
                keys[i] = key_of(rewards[first + i], sense);
            }
            for (int32_t i = 0; i < size; ++i) {
                int32_t node = kRoot;
                for (int known = 0; known < kKnownDigits; ++known) {
                    node = next_[node][digit(keys[i], shifts[known])];
                }
                node = keys[i] == kNoNumber ? 0 : std::max(node - first_node_ + 1, 0);
                ++bins[node][digit(keys[i], shifts[kKnownDigits])];
            }
        }
    }

    int bits_left_;
    std::vector<int> shifts_;  // of the digits that are known
    std::vector<Place> places_;
    std::vector<Children> next_{kRoot + 1};
    int32_t first_node_ = kRoot;  // of those whose digits are counted
    std::vector<std::vector<Bins>> counts_;  // [lane, node]
};

}  // namespace elites
