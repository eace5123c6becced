#include "reward_keys.hpp"

#include <immintrin.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <numeric>

namespace elites {

namespace {

constexpr int32_t kWidth = 8;

// For each set of eight flags the places of those that are set, in order, a byte each.
constexpr std::array<uint64_t, 256> make_places() {
    std::array<uint64_t, 256> places{};
    for (uint32_t flags = 0; flags < 256; ++flags) {
        int32_t at = 0;
        for (uint64_t place = 0; place < kWidth; ++place) {
            if ((flags >> place & 1u) != 0) {
                places[flags] |= place << (8 * at++);
            }
        }
    }
    return places;
}

constexpr std::array<uint64_t, 256> kPlaces = make_places();

__m256i all(uint32_t word) {
    return _mm256_set1_epi32(static_cast<int32_t>(word));
}

// Lanes of keys that are at most a bound, as unsigned numbers.
__m256i at_most(__m256i keys, __m256i bound) {
    return _mm256_cmpeq_epi32(_mm256_min_epu32(keys, bound), keys);
}

// Writes index + place for each lane that is set, in order, and whatever behind them; returns how many.
int32_t list_lanes(__m256i lanes, int32_t index, int32_t* listed) {
    auto flags = static_cast<uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(lanes)));
    __m256i places = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128(static_cast<int64_t>(kPlaces[flags])));
    _mm256_storeu_si256(
            reinterpret_cast<__m256i*>(listed), _mm256_add_epi32(places, _mm256_set1_epi32(index)));
    return __builtin_popcount(flags);
}

// reward_key of eight rewards, kNanKey for NaN.
__m256i keys_of(__m256 rewards, __m256i flip) {
    __m256i bits = _mm256_castps_si256(rewards);
    // Comparisons of floats see that -0 is 0 and that NaN is not itself.
    __m256 zero = _mm256_cmp_ps(rewards, _mm256_setzero_ps(), _CMP_EQ_OQ);
    __m256 nan = _mm256_cmp_ps(rewards, rewards, _CMP_UNORD_Q);
    bits = _mm256_andnot_si256(_mm256_castps_si256(zero), bits);
    __m256i sign = _mm256_srai_epi32(bits, 31);
    __m256i key = _mm256_xor_si256(_mm256_xor_si256(bits, _mm256_or_si256(sign, all(0x80000000u))), flip);
    return _mm256_or_si256(key, _mm256_castps_si256(nan));
}

__m256i flip_of(int32_t sense) {
    return all(sense > 0 ? 0xFFFFFFFFu : 0u);
}

// Calls work(place, keys) for eight rewards after the other; where there are fewer, the others are NaN.
template <typename Work>
void for_keys(const float* rewards, int32_t count, int32_t sense, Work&& work) {
    __m256i flip = flip_of(sense);
    int32_t i = 0;
    for (; i + kWidth <= count; i += kWidth) {
        work(i, keys_of(_mm256_loadu_ps(rewards + i), flip));
    }
    if (i < count) {
        float last[kWidth];
        std::fill(last, last + kWidth, std::numeric_limits<float>::quiet_NaN());
        std::memcpy(last, rewards + i, sizeof(float) * (count - i));
        work(i, keys_of(_mm256_loadu_ps(last), flip));
    }
}

std::array<uint32_t, kWidth> words_of(__m256i lanes) {
    std::array<uint32_t, kWidth> words;
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(words.data()), lanes);
    return words;
}

}  // namespace

BlockKeys scan_rewards(
        const float* rewards, int32_t count, int32_t sense, int32_t first_index, const KeyWindow& window,
        int32_t* listed) {
    __m256i nan_key = all(kNanKey);
    __m256i low = all(window.low);
    __m256i range = all(window.high - window.low);
    __m256i least = nan_key;
    __m256i greatest = _mm256_setzero_si256();
    // Lanes that compare true count down.
    __m256i not_nan = _mm256_setzero_si256();
    __m256i not_before = _mm256_setzero_si256();
    int32_t length = 0;
    for_keys(rewards, count, sense, [&](int32_t i, __m256i keys) {
        __m256i nan = _mm256_cmpeq_epi32(keys, nan_key);
        not_nan = _mm256_add_epi32(not_nan, _mm256_add_epi32(nan, all(1)));
        least = _mm256_min_epu32(least, keys);
        greatest = _mm256_max_epu32(greatest, _mm256_andnot_si256(nan, keys));
        not_before = _mm256_sub_epi32(not_before, at_most(low, keys));
        // Below low the difference wraps around and is beyond every range.
        length += list_lanes(at_most(_mm256_sub_epi32(keys, low), range), first_index + i, listed + length);
    });
    auto sum = [](const auto& words) { return static_cast<int32_t>(std::accumulate(words.begin(), words.end(), 0u)); };
    BlockKeys block;
    block.nans = count - sum(words_of(not_nan));
    // What fills up the last eight is NaN, which is not before the window.
    block.before = (count + kWidth - 1) / kWidth * kWidth - sum(words_of(not_before));
    block.least = std::ranges::min(words_of(least));
    block.greatest = std::ranges::max(words_of(greatest));
    block.inside = length;
    return block;
}

void reward_keys(const float* rewards, int32_t count, int32_t sense, uint32_t* keys) {
    for_keys(rewards, count, sense, [&](int32_t i, __m256i eight) {
        uint32_t words[kWidth];
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(words), eight);
        std::memcpy(keys + i, words, sizeof(uint32_t) * std::min(kWidth, count - i));
    });
}

int32_t list_up_to(
        const float* rewards, int32_t count, int32_t sense, uint32_t most, int32_t first_index, int32_t* listed) {
    int32_t length = 0;
    __m256i bound = all(most);
    for_keys(rewards, count, sense, [&](int32_t i, __m256i keys) {
        length += list_lanes(at_most(keys, bound), first_index + i, listed + length);
    });
    return length;
}

}  // namespace elites
