// In which order blocks and threads run. A kernel is right under all of them.
#pragma once

#include <cstdint>

namespace simt {

enum class Order { forward, reverse, random };

struct Schedule {
    Order order = Order::forward;
    uint64_t seed = 1;
};

// SplitMix64 (Steele, Lea and Flood, 2014).
class Random {
public:
    explicit Random(uint64_t seed) : state_(seed) {}
    uint64_t next() {
        uint64_t word = state_ += 0x9e3779b97f4a7c15ull;
        word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9ull;
        word = (word ^ word >> 27) * 0x94d049bb133111ebull;
        return word ^ word >> 31;
    }
    uint64_t below(uint64_t bound) { return next() % bound; }

private:
    uint64_t state_;
};

// Which block of a grid runs at each step.
class BlockOrder {
public:
    BlockOrder(Schedule schedule, uint64_t blocks, Random& random);
    uint64_t at(uint64_t step) const;

private:
    uint64_t blocks_;
    uint64_t first_;
    uint64_t stride_;
};

// Fills order[turn] with thread numbers. Random: warps in any order and lanes in any order within them.
void order_threads(Order order, unsigned threads, Random& random, unsigned* numbers);

}  // namespace simt
