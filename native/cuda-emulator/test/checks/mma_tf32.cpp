#include "kernels/mma_tf32.h"

#include <cmath>

#include "harness.hpp"

namespace {

// Whole numbers are exact in TF32 and in every sum of eight, so that each element must be.
void check(bool whole) {
    harness::Buffer<float> a(16 * 8);
    harness::Buffer<float> b(8 * 8);
    harness::Buffer<float> c(16 * 8);
    harness::Buffer<float> split(16 * 8);
    simt::Random random(6);
    const auto draw = [&](harness::Buffer<float>& buffer) {
        for (size_t i = 0; i < buffer.size(); ++i) {
            const float value = static_cast<float>(random.below(2001)) - 1000.0f;
            buffer[i] = whole ? value : value * 0x1.fffp-9f + static_cast<float>(random.below(1000)) * 1e-6f;
        }
    };
    draw(a);
    draw(b);
    draw(c);
    double wanted[16 * 8];
    for (size_t at = 0; at < c.size(); ++at) {
        split[at] = c[at];
        wanted[at] = c[at];
        for (size_t k = 0; k < 8; ++k) {
            wanted[at] += static_cast<double>(a[at / 8 * 8 + k]) * b[k * 8 + at % 8];
        }
    }
    harness::launch("mma_tf32", 1, 32, 0, MmaTf32{a.data(), b.data(), c.data(), split.data()});
    for (size_t at = 0; at < c.size(); ++at) {
        // Products are below 4.2; each factor of a product loses 2^-11, or 2^-23 in two parts.
        const double coarse = whole ? 0 : 8 * 4.2 * 0x1p-10;
        const double fine = whole ? 0 : 8 * 4.2 * 0x1p-21;
        harness::expect(std::fabs(c[at] - wanted[at]) <= coarse, "element " + std::to_string(at) + " is "
                + std::to_string(c[at]) + ", not " + std::to_string(wanted[at]));
        harness::expect(std::fabs(split[at] - wanted[at]) <= fine, "element " + std::to_string(at)
                + " in parts is " + std::to_string(split[at]) + ", not " + std::to_string(wanted[at]));
    }
}

}  // namespace

KERNEL_CHECK(mma_tf32) {
    check(true);
    check(false);
}
