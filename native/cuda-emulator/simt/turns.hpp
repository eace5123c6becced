// A set of a block's threads, by their turn in the schedule.
#pragma once

#include <array>
#include <cstdint>

#include "simt/machine.hpp"

namespace simt {

class Turns {
public:
    static constexpr unsigned none = ~0u;

    void clear() { words_ = {}; }
    void fill(unsigned count) {
        clear();
        for (unsigned word = 0; word < count / 64; ++word) {
            words_[word] = ~0ull;
        }
        if (count % 64 != 0) {
            words_[count / 64] = (1ull << count % 64) - 1;
        }
    }
    void add(unsigned turn) { words_[turn / 64] |= 1ull << turn % 64; }
    void remove(unsigned turn) { words_[turn / 64] &= ~(1ull << turn % 64); }
    bool has(unsigned turn) const { return (words_[turn / 64] >> turn % 64 & 1) != 0; }
    void take_all(Turns& others) {
        for (unsigned word = 0; word < words_.size(); ++word) {
            words_[word] |= others.words_[word];
        }
        others.clear();
    }

    // The first member after `turn`, going round; at last `turn` itself.
    unsigned after(unsigned turn) const {
        const unsigned first = turn / 64;
        const uint64_t later = turn % 64 == 63 ? 0 : words_[first] & ~0ull << (turn % 64 + 1);
        if (later != 0) {
            return first * 64 + static_cast<unsigned>(__builtin_ctzll(later));
        }
        for (unsigned step = 1; step <= words_.size(); ++step) {
            const unsigned word = (first + step) % static_cast<unsigned>(words_.size());
            if (words_[word] != 0) {
                return word * 64 + static_cast<unsigned>(__builtin_ctzll(words_[word]));
            }
        }
        return none;
    }

private:
    std::array<uint64_t, most_threads_per_block / 64> words_{};
};

}  // namespace simt
