#include "kernels/mma.h"

#include <cmath>
#include <cstring>

#include "harness.hpp"

namespace {

float of_bits(uint32_t bits) {
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

uint32_t bits_of(float value) {
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

// Element i of words that are bfloat16 in pairs.
double bf16(const harness::Buffer<uint32_t>& words, size_t i) {
    const uint32_t word = const_cast<harness::Buffer<uint32_t>&>(words)[i / 2];
    return of_bits(i % 2 == 0 ? word << 16 : word & 0xFFFF0000u);
}

void expect_near(const char* what, size_t at, double got, double wanted, double tolerance) {
    harness::expect(std::fabs(got - wanted) <= tolerance, std::string(what) + " element " + std::to_string(at) + " is "
            + std::to_string(got) + ", not " + std::to_string(wanted));
}

// Whole numbers are exact in TF32 and in every sum of eight, so that each element must be.
void check(bool whole) {
    harness::Buffer<uint32_t> a(16 * 8);
    harness::Buffer<uint32_t> b(8 * 8);
    simt::Random random(6);
    const auto draw = [&](harness::Buffer<uint32_t>& words) {
        for (size_t i = 0; i < words.size(); ++i) {
            const float value = static_cast<float>(random.below(2001)) - 1000.0f;
            words[i] = whole ? bits_of(value) : bits_of(value * 0x1.fffp-9f) & 0xFFFF0000u;
            // In a pair of bfloat16 the low half is a number, too.
            words[i] |= whole ? 0 : bits_of((static_cast<float>(random.below(2001)) - 1000.0f) * 0x1p-9f) >> 16;
        }
    };
    draw(a);
    draw(b);
    harness::Buffer<float> tf32(16 * 8, 3.5f);
    harness::Buffer<float> split(16 * 8, 3.5f);
    harness::Buffer<float> f32(16 * 8, 3.5f);
    harness::Buffer<float> reduced(16 * 8, 3.5f);
    harness::launch("mma", 1, 32, 16 * 12 * sizeof(uint32_t),
                    Mma{a.data(), b.data(), tf32.data(), split.data(), f32.data(), reduced.data()});
    for (size_t at = 0; at < tf32.size(); ++at) {
        double wanted = 3.5;
        double wanted_reduced = 3.5;
        double size = 0;
        for (size_t k = 0; k < 8; ++k) {
            wanted += static_cast<double>(of_bits(a[at / 8 * 8 + k])) * of_bits(b[at % 8 * 8 + k]);
        }
        for (size_t k = 0; k < 16; ++k) {
            const double term = bf16(a, at / 8 * 16 + k) * bf16(b, at % 8 * 16 + k);
            wanted_reduced += term;
            size += std::fabs(term);
        }
        // Products are below 4.2; each factor of a product loses 2^-11, or 2^-23 in two parts, or 2^-20.
        const double terms = whole ? 0 : 8 * 4.2;
        expect_near("TF32", at, tf32[at], wanted, terms * 0x1p-10);
        expect_near("split", at, split[at], wanted, terms * 0x1p-21);
        expect_near("float32", at, f32[at], wanted, terms * 0x1p-19);
        expect_near("bfloat16", at, reduced[at], wanted_reduced, size * 0x1p-20);
    }
}

}  // namespace

KERNEL_CHECK(mma) {
    check(true);
    check(false);
}
