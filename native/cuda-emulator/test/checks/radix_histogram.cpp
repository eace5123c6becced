#include "kernels/radix_histogram.h"

#include "harness.hpp"

KERNEL_CHECK(radix_histogram) {
    constexpr int count = 300;
    constexpr int shift = 8;
    harness::Buffer<uint32_t> keys(count);
    harness::Buffer<unsigned> counts(256, 0u);
    unsigned wanted[256] = {};
    simt::Random random(5);
    for (size_t index = 0; index < keys.size(); ++index) {
        // Few digits, so that threads meet.
        keys[index] = static_cast<uint32_t>(random.below(5)) << shift | 0x55u;
        ++wanted[keys[index] >> shift & 255u];
    }
    harness::launch("radix_histogram", 5, 64, 256 * sizeof(unsigned),
                    RadixHistogram{keys.data(), counts.data(), count, shift});
    for (size_t digit = 0; digit < 256; ++digit) {
        harness::expect(counts[digit] == wanted[digit], "digit " + std::to_string(digit) + " occurs "
                + std::to_string(counts[digit]) + " times, not " + std::to_string(wanted[digit]));
    }
}
