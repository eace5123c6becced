// Random numbers of a place in double, by the formulas of Salmon, Moraes, Dror and Shaw (SC 2011) and of Box and Muller.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>

namespace test {

struct Place {
    uint64_t seed;
    int individual;
    uint32_t generation;
    uint32_t step;
    int search;
    uint32_t stream;
};

constexpr uint32_t kLatents = 0;
constexpr uint32_t kSamplers = 1;
constexpr uint32_t kElites = 2;
constexpr uint32_t kEvolutions = 3;
constexpr uint32_t kMixtures = 4;

inline std::array<uint32_t, 4> words(const Place& place, int quad) {
    std::array<uint32_t, 4> c = {
            static_cast<uint32_t>(quad), static_cast<uint32_t>(place.individual), place.generation << 12 | place.step,
            static_cast<uint32_t>(place.search) << 8 | place.stream};
    uint32_t key[2] = {static_cast<uint32_t>(place.seed), static_cast<uint32_t>(place.seed >> 32)};
    for (int round = 0; round < 10; ++round) {
        const uint64_t first = uint64_t{0xD2511F53u} * c[0];
        const uint64_t second = uint64_t{0xCD9E8D57u} * c[2];
        c = {static_cast<uint32_t>(second >> 32) ^ c[1] ^ key[0], static_cast<uint32_t>(second),
             static_cast<uint32_t>(first >> 32) ^ c[3] ^ key[1], static_cast<uint32_t>(first)};
        key[0] += 0x9E3779B9u;
        key[1] += 0xBB67AE85u;
    }
    return c;
}

// Element e of a place. Kernels round (w + 1/2) / 2^32 to a float, which is seen where it is close to 1.
inline double normal(const Place& place, int e) {
    const std::array<uint32_t, 4> w = words(place, e / 4);
    const size_t pair = e % 4 < 2 ? 0 : 2;
    const double radius = std::sqrt(-2 * std::log((w[pair] + 0.5) * 0x1p-32));
    const double angle = 2 * M_PI * w[pair + 1] * 0x1p-32;
    return radius * (e % 2 == 0 ? std::cos(angle) : std::sin(angle));
}

constexpr double kNormalTolerance = 2e-5;

}  // namespace test
