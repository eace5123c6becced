#include "simt/schedule.hpp"

#include <algorithm>
#include <numeric>

#include "simt/machine.hpp"

namespace simt {

// A stride without a common divisor visits every block once, and needs no list of them.
BlockOrder::BlockOrder(Schedule schedule, uint64_t blocks, Random& random) : blocks_(blocks), first_(0), stride_(1) {
    if (schedule.order == Order::reverse) {
        first_ = blocks - 1;
        stride_ = blocks - 1;
    } else if (schedule.order == Order::random) {
        first_ = random.below(blocks);
        do {
            stride_ = 1 + random.below(blocks);
        } while (std::gcd(stride_, blocks) != 1);
    }
}

uint64_t BlockOrder::at(uint64_t step) const {
    return static_cast<uint64_t>((static_cast<unsigned __int128>(step) * stride_ + first_) % blocks_);
}

void order_threads(Order order, unsigned threads, Random& random, unsigned* numbers) {
    if (order != Order::random) {
        for (unsigned turn = 0; turn < threads; ++turn) {
            numbers[turn] = order == Order::forward ? turn : threads - 1 - turn;
        }
        return;
    }
    const auto shuffle = [&random](unsigned* from, unsigned count) {
        for (unsigned left = count; left > 1; --left) {
            std::swap(from[left - 1], from[random.below(left)]);
        }
    };
    unsigned warps[lanes_per_warp];
    const unsigned warp_count = (threads + lanes_per_warp - 1) / lanes_per_warp;
    std::iota(warps, warps + warp_count, 0u);
    shuffle(warps, warp_count);
    unsigned turn = 0;
    for (unsigned place = 0; place < warp_count; ++place) {
        const unsigned first = warps[place] * lanes_per_warp;
        const unsigned lanes = std::min(lanes_per_warp, threads - first);
        std::iota(numbers + turn, numbers + turn + lanes, first);
        shuffle(numbers + turn, lanes);
        turn += lanes;
    }
}

}  // namespace simt
