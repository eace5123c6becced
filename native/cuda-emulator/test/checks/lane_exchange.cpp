#include "kernels/lane_exchange.h"

#include <algorithm>

#include "harness.hpp"

KERNEL_CHECK(lane_exchange) {
    constexpr size_t threads = 64;
    harness::Buffer<int> groups(threads);
    harness::Buffer<unsigned> ranks(threads);
    harness::Buffer<int> sums(threads);
    harness::Buffer<unsigned> together(threads);
    harness::Buffer<double> from_next(threads);
    harness::Buffer<int> least(threads);
    simt::Random random(11);
    for (size_t thread = 0; thread < threads; ++thread) {
        groups[thread] = static_cast<int>(random.below(5)) - 2;
    }
    harness::launch("lane_exchange", 1, threads, 0,
                    LaneExchange{groups.data(), ranks.data(), sums.data(), together.data(), from_next.data(),
                                 least.data()});
    for (size_t thread = 0; thread < threads; ++thread) {
        const size_t lane = thread % 32;
        const int* warp = groups.data() + thread - lane;
        const auto rank = static_cast<unsigned>(std::count(warp, warp + lane, groups[thread]));
        const std::string who = "of thread " + std::to_string(thread) + " is wrong";
        harness::expect(ranks[thread] == rank, "the rank " + who);
        harness::expect(sums[thread] == (lane < 16 ? 120 : 376), "the sum " + who);
        harness::expect(together[thread] == 3 * 496, "the common sum " + who);
        harness::expect(from_next[thread] == static_cast<double>((lane + 1) % 32), "the next lane's number " + who);
        harness::expect(least[thread] == *std::min_element(warp, warp + 32), "the least group " + who);
    }
}
