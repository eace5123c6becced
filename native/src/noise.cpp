#include "noise.hpp"

#include <immintrin.h>

#include <algorithm>
#include <cstring>

#include "elites/normal.h"

namespace elites {

namespace {

// Quads that are made at once: loops over them fill several vectors, so that latencies overlap.
constexpr int32_t kBlock = 32;

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

// Four quads: a word in the low half of each 64-bit lane. The high halves are leftovers that products ignore.
struct Words {
    __m256i w0, w1, w2, w3;
};

// A round of philox4x32_10. One widening product gives both of its halves in place, so nothing has to be moved.
inline Words philox_round(const Words& c, __m256i key0, __m256i key1) {
    __m256i p0 = _mm256_mul_epu32(c.w0, _mm256_set1_epi64x(0xD2511F53));
    __m256i p1 = _mm256_mul_epu32(c.w2, _mm256_set1_epi64x(0xCD9E8D57));
    return {_mm256_xor_si256(_mm256_srli_epi64(p1, 32), _mm256_xor_si256(c.w1, key0)), p1,
            _mm256_xor_si256(_mm256_srli_epi64(p0, 32), _mm256_xor_si256(c.w3, key1)), p0};
}

inline void join(uint32_t* target, __m256i even, __m256i odd) {
    _mm256_store_si256(
            reinterpret_cast<__m256i*>(target), _mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xAA));
}

void philox(uint64_t seed, Counters& counters) {
    auto key0 = static_cast<uint32_t>(seed);
    auto key1 = static_cast<uint32_t>(seed >> 32);
    auto& w = counters.word;
    for (int32_t i = 0; i < kBlock; i += 8) {
        auto load = [&](int word) { return _mm256_load_si256(reinterpret_cast<const __m256i*>(w[word] + i)); };
        Words even = {load(0), load(1), load(2), load(3)};
        Words odd = {
                _mm256_srli_epi64(even.w0, 32), _mm256_srli_epi64(even.w1, 32), _mm256_srli_epi64(even.w2, 32),
                _mm256_srli_epi64(even.w3, 32)};
#pragma GCC unroll 10
        for (uint32_t round = 0; round < 10; ++round) {
            __m256i k0 = _mm256_set1_epi32(static_cast<int32_t>(key0 + round * 0x9E3779B9u));
            __m256i k1 = _mm256_set1_epi32(static_cast<int32_t>(key1 + round * 0xBB67AE85u));
            even = philox_round(even, k0, k1);
            odd = philox_round(odd, k0, k1);
        }
        join(w[0] + i, even.w0, odd.w0);
        join(w[1] + i, even.w1, odd.w1);
        join(w[2] + i, even.w2, odd.w2);
        join(w[3] + i, even.w3, odd.w3);
    }
}

// target [kBlock, 4] from the counters, which are overwritten.
void block_normals(uint64_t seed, Counters& counters, float* __restrict target) {
    philox(seed, counters);
    alignas(64) float normals[4][kBlock];
    for (int pair = 0; pair < 4; pair += 2) {
        for (int32_t i = 0; i < kBlock; ++i) {
            Normals2 two = portable_normals(counters.word[pair][i], counters.word[pair + 1][i]);
            normals[pair][i] = two.even;
            normals[pair + 1][i] = two.odd;
        }
    }
    for (int32_t i = 0; i < kBlock; ++i) {
        for (int32_t element = 0; element < 4; ++element) {
            target[4 * i + element] = normals[element][i];
        }
    }
}

}  // namespace

void fill_normals(uint64_t seed, const NoisePlace* places, int32_t rows, int32_t quads, float* target) {
    int64_t left = static_cast<int64_t>(rows) * quads;
    int32_t quad = 0;
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
            block_normals(seed, counters, target);
        } else {
            float last[4 * kBlock];
            block_normals(seed, counters, last);
            std::memcpy(target, last, sizeof(float) * 4 * count);
        }
    }
}

}  // namespace elites
