#include "kernels/block_sum.h"

#include "harness.hpp"

namespace {

// Of whole numbers, so that sums are exact in every order.
void check(int count, unsigned threads) {
    const unsigned blocks = (static_cast<unsigned>(count) + threads - 1) / threads;
    harness::Buffer<float> values(static_cast<size_t>(count));
    harness::Buffer<float> sums(blocks);
    simt::Random random(7);
    for (size_t index = 0; index < values.size(); ++index) {
        values[index] = static_cast<float>(random.below(2001)) - 1000.0f;
    }
    harness::launch("block_sum", blocks, threads, 0, BlockSum{values.data(), sums.data(), count});
    for (unsigned block = 0; block < blocks; ++block) {
        double sum = 0.0;
        for (size_t index = size_t{block} * threads; index < values.size() && index < size_t{block + 1} * threads;
             ++index) {
            sum += values[index];
        }
        harness::expect(sums[block] == sum, "the sum of block " + std::to_string(block) + " of "
                + std::to_string(count) + " values is " + std::to_string(sums[block]) + ", not "
                + std::to_string(sum));
    }
}

}  // namespace

KERNEL_CHECK(block_sum) {
    for (const int count : {1, 33, 257, 1000}) {
        for (const unsigned threads : {32u, 64u, 256u}) {
            check(count, threads);
        }
    }
}
