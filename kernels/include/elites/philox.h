// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw (SC 2011), and the counter of this
// project. Nothing has state: a random number is a function of its place.
#pragma once

#include "elites/portable.h"

namespace elites {

struct Words4 {
    uint32_t w0, w1, w2, w3;
};

ELITES_HOST_DEVICE uint32_t mul_hi(uint32_t a, uint32_t b) {
    return static_cast<uint32_t>((static_cast<uint64_t>(a) * b) >> 32);
}

// Multipliers of a round, and what the keys grow by from round to round.
constexpr int kPhiloxRounds = 10;
constexpr uint32_t kPhiloxMultiplier0 = 0xD2511F53u;
constexpr uint32_t kPhiloxMultiplier1 = 0xCD9E8D57u;
constexpr uint32_t kPhiloxWeyl0 = 0x9E3779B9u;
constexpr uint32_t kPhiloxWeyl1 = 0xBB67AE85u;

ELITES_HOST_DEVICE Words4 philox4x32_10(Words4 counter, uint32_t key0, uint32_t key1) {
    for (int round = 0; round < kPhiloxRounds; ++round) {
        uint32_t hi0 = mul_hi(kPhiloxMultiplier0, counter.w0);
        uint32_t lo0 = kPhiloxMultiplier0 * counter.w0;
        uint32_t hi1 = mul_hi(kPhiloxMultiplier1, counter.w2);
        uint32_t lo1 = kPhiloxMultiplier1 * counter.w2;
        counter = {hi1 ^ counter.w1 ^ key0, lo1, hi0 ^ counter.w3 ^ key1, lo0};
        key0 += kPhiloxWeyl0;
        key1 += kPhiloxWeyl1;
    }
    return counter;
}

// What a normal number belongs to, beyond its seed and its element.
//   generation 20 bits, step 12 bits, search 24 bits, stream 8 bits
struct NoisePlace {
    uint32_t individual;
    uint32_t generation;
    uint32_t step;
    uint32_t search;
    uint32_t stream;
};

constexpr uint32_t kLatentStream = 0;
constexpr uint32_t kSamplerStream = 1;
constexpr uint32_t kEliteStream = 2;      // which elites a latent mixes
constexpr uint32_t kEvolutionStream = 3;  // steps of Diffusion Evolution
constexpr uint32_t kMixtureStream = 4;    // which component a latent is drawn from; word 0 of quad 0

// The counter of elements 4 * quad to 4 * quad + 3.
ELITES_HOST_DEVICE Words4 noise_counter(uint32_t quad, const NoisePlace& place) {
    return {quad, place.individual, place.generation << 12 | place.step, place.search << 8 | place.stream};
}

// The four words behind those elements.
ELITES_HOST_DEVICE Words4 noise_words(uint64_t seed, uint32_t quad, const NoisePlace& place) {
    return philox4x32_10(noise_counter(quad, place), static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32));
}

}  // namespace elites
