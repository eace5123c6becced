// Where latents go: a twin of latent_target.h, and what must stand there.
#pragma once

#include "simt/language.hpp"
#include "values.hpp"

namespace test {

struct LatentTarget {
    float* latents;
    void* features;
    int32_t width, channels, length, reduced;
};

// Latents of rows of `width`, beside feature maps of so many channels in bfloat16 or float32; without channels there are
// none.
template <class T>
struct Latents {
    int rows, width, channels;
    harness::Buffer<float> values{product(rows, width)};
    harness::Buffer<T> features{product(rows, width)};

    LatentTarget target() {
        return {values.data(), channels > 0 ? features.data() : nullptr, width, channels,
                channels > 0 ? width / channels : 0, sizeof(T) == 2 ? 1 : 0};
    }

    // Features are the latents, turned and rounded.
    void expect_features() {
        for (size_t i = 0; channels > 0 && i < values.size(); ++i) {
            const int length = width / channels;
            const int e = static_cast<int>(i) % width;
            const size_t at = i - static_cast<size_t>(e) + product(e % length, channels) + static_cast<size_t>(e / length);
            expect_near("feature", at, static_cast<float>(features[at]), static_cast<float>(T(values[i])), 0);
        }
    }
};

}  // namespace test
