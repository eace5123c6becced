#include "noise.hpp"

#include <immintrin.h>

#include <algorithm>
#include <cstring>

#include "elites/normal.h"
#include "vectors.hpp"

namespace elites {

namespace {

// Quads that are made at once: rounds of four vectors take turns, since each waits for its own products.
constexpr int32_t kBlock = 16;

// A counter of Philox for each quad of a block.
struct Counters {
    alignas(64) uint32_t word[4][kBlock];
};

// Counters from place i on of quads that follow each other in a row, the first of them given.
inline void put_counters(const Words4& first, int32_t i, int32_t length, Counters& counters) {
    for (int32_t k = 0; k < length; ++k) {
        counters.word[0][i + k] = first.w0 + static_cast<uint32_t>(k);
        counters.word[1][i + k] = first.w1;
        counters.word[2][i + k] = first.w2;
        counters.word[3][i + k] = first.w3;
    }
}

inline __m256i all_words(uint32_t word) {
    return _mm256_set1_epi32(static_cast<int32_t>(word));
}

// The keys of all rounds.
struct Keys {
    __m256i first[kPhiloxRounds], second[kPhiloxRounds];

    explicit Keys(uint64_t seed) {
        for (uint32_t round = 0; round < kPhiloxRounds; ++round) {
            first[round] = all_words(static_cast<uint32_t>(seed) + round * kPhiloxWeyl0);
            second[round] = all_words(static_cast<uint32_t>(seed >> 32) + round * kPhiloxWeyl1);
        }
    }
};

// Four quads: a word in the low half of each 64-bit lane. The high halves are leftovers, which products ignore.
struct FourQuads {
    __m256i w0, w1, w2, w3;
};

// A round of philox4x32_10. One widening product gives both of its halves in place, so nothing has to be moved.
inline FourQuads philox_round(const FourQuads& c, __m256i key0, __m256i key1) {
    __m256i p0 = _mm256_mul_epu32(c.w0, _mm256_set1_epi64x(kPhiloxMultiplier0));
    __m256i p1 = _mm256_mul_epu32(c.w2, _mm256_set1_epi64x(kPhiloxMultiplier1));
    return {_mm256_xor_si256(_mm256_srli_epi64(p1, 32), _mm256_xor_si256(c.w1, key0)), p1,
            _mm256_xor_si256(_mm256_srli_epi64(p0, 32), _mm256_xor_si256(c.w3, key1)), p0};
}

// Eight counters from place i on: those at even places, whose neighbours are in the high halves, and those neighbours.
inline FourQuads even_counters(const Counters& counters, int32_t i) {
    auto load = [&](int word) {
        return _mm256_load_si256(reinterpret_cast<const __m256i*>(counters.word[word] + i));
    };
    return {load(0), load(1), load(2), load(3)};
}

inline FourQuads odd_counters(const FourQuads& even) {
    return {_mm256_srli_epi64(even.w0, 32), _mm256_srli_epi64(even.w1, 32), _mm256_srli_epi64(even.w2, 32),
            _mm256_srli_epi64(even.w3, 32)};
}

// [x0, y0, x1, y1, ...] of low halves.
inline __m256i alternate(__m256i x, __m256i y) {
    return _mm256_blend_epi32(x, _mm256_slli_epi64(y, 32), 0xAA);
}

// target [8, 4].
inline void put_normals(const FourQuads& even, const FourQuads& odd, float* target) {
    Words16 radius = {alternate(even.w0, even.w2), alternate(odd.w0, odd.w2)};
    Words16 angle = {alternate(even.w1, even.w3), alternate(odd.w1, odd.w3)};
    auto [first, second] = portable_normals(radius, angle);
    __m256 quads04 = _mm256_unpacklo_ps(low_half(first), low_half(second));
    __m256 quads26 = _mm256_unpackhi_ps(low_half(first), low_half(second));
    __m256 quads15 = _mm256_unpacklo_ps(high_half(first), high_half(second));
    __m256 quads37 = _mm256_unpackhi_ps(high_half(first), high_half(second));
    _mm256_storeu_ps(target, _mm256_permute2f128_ps(quads04, quads15, 0x20));
    _mm256_storeu_ps(target + 8, _mm256_permute2f128_ps(quads26, quads37, 0x20));
    _mm256_storeu_ps(target + 16, _mm256_permute2f128_ps(quads04, quads15, 0x31));
    _mm256_storeu_ps(target + 24, _mm256_permute2f128_ps(quads26, quads37, 0x31));
}

// target [kBlock, 4].
void block_normals(const Keys& keys, const Counters& counters, float* target) {
    FourQuads a = even_counters(counters, 0);
    FourQuads b = odd_counters(a);
    FourQuads c = even_counters(counters, 8);
    FourQuads d = odd_counters(c);
#pragma GCC unroll 10
    for (int round = 0; round < kPhiloxRounds; ++round) {
        a = philox_round(a, keys.first[round], keys.second[round]);
        b = philox_round(b, keys.first[round], keys.second[round]);
        c = philox_round(c, keys.first[round], keys.second[round]);
        d = philox_round(d, keys.first[round], keys.second[round]);
    }
    put_normals(a, b, target);
    put_normals(c, d, target + 32);
}

}  // namespace

void fill_normals(uint64_t seed, const NoisePlace* places, int32_t rows, int32_t quads, float* target) {
    int64_t left = static_cast<int64_t>(rows) * quads;
    int32_t quad = 0;
    Keys keys(seed);
    Counters counters{};
    for (; left > 0; left -= kBlock, target += 4 * kBlock) {
        auto count = static_cast<int32_t>(std::min<int64_t>(left, kBlock));
        for (int32_t i = 0; i < count;) {
            int32_t length = std::min(count - i, quads - quad);
            put_counters(noise_counter(static_cast<uint32_t>(quad), *places), i, length, counters);
            i += length;
            quad += length;
            if (quad == quads) {
                quad = 0;
                ++places;
            }
        }
        if (count == kBlock) {
            block_normals(keys, counters, target);
        } else {
            float last[4 * kBlock];
            block_normals(keys, counters, last);
            std::memcpy(target, last, sizeof(float) * 4 * count);
        }
    }
}

}  // namespace elites
