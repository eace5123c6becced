// What checks of kernels are made of: inputs from a seed, and comparisons with references in double.
#pragma once

#include <cmath>
#include <limits>

#include "geometries.hpp"

namespace test {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

class Values {
public:
    explicit Values(uint64_t seed) : random_(seed) {}

    float between(float least, float greatest) {
        return least + (greatest - least) * static_cast<float>(random_.below(1 << 20)) * 0x1p-20f;
    }
    int below(int bound) { return static_cast<int>(random_.below(static_cast<uint64_t>(bound))); }
    void fill(harness::Buffer<float>& buffer, float least, float greatest) {
        for (size_t i = 0; i < buffer.size(); ++i) {
            buffer[i] = between(least, greatest);
        }
    }

private:
    simt::Random random_;
};

inline size_t product(int a, int b, int c = 1) {
    return static_cast<size_t>(a) * static_cast<size_t>(b) * static_cast<size_t>(c);
}

[[noreturn]] inline void fail(const char* what, size_t index, const std::string& wrong) {
    std::string text = what;
    text += " " + std::to_string(index) + " " + wrong;
    harness::fail(text);
}

// NaN is near NaN alone, and infinity near itself.
inline void expect_near(const char* what, size_t index, double got, double wanted, double tolerance) {
    const bool near = std::isnan(wanted) ? std::isnan(got) : got == wanted || std::fabs(got - wanted) <= tolerance;
    if (!near) {
        fail(what, index, "is " + std::to_string(got) + ", not " + std::to_string(wanted));
    }
}

inline void expect_equal(const char* what, size_t index, int64_t got, int64_t wanted) {
    if (got != wanted) {
        fail(what, index, "is " + std::to_string(got) + ", not " + std::to_string(wanted));
    }
}

// Nobody has written here.
inline void expect_poison(const char* what, size_t index, float value) {
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    if (bits != 0xFFFFFFFFu) {
        fail(what, index, "was written, though nothing belongs there");
    }
}

}  // namespace test
