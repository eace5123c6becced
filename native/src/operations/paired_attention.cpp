#include "paired_attention.hpp"

#include <bit>
#include <cstring>

#include "coarse.hpp"
#include "convolution.hpp"
#include "interleaved.hpp"
#include "moderate.hpp"

namespace elites {

#if defined(__AVX512F__)

#pragma GCC push_options
#pragma GCC target("avx512bf16")

namespace {

constexpr int32_t kWidth = PairedAttention::kWidth;
static_assert(kWidth == 2 * kVector && kInterleaved == 4, "A row is a register of bfloat16, or two of floats.");

// Rows of sums that are kept in registers, two of them each.
constexpr int32_t kMostRows = 8;

constexpr int32_t next_even(int32_t length) {
    return (length + 1) / 2 * 2;
}

// Floats that hold `rows` of kWidth.
constexpr int64_t row_floats(int32_t rows) {
    return static_cast<int64_t>(rows) * kWidth / 2;
}

inline __m512i load_row(const Bfloat16* row) {
    return _mm512_loadu_si512(row);
}

inline void store_row(Bfloat16* row, __m512i numbers) {
    _mm512_storeu_si512(row, numbers);
}

// The channels of two vectors, in order.
inline __m512i rounded_row(Floats16 first, Floats16 second) {
    return (__m512i)_mm512_cvtne2ps_pbh(second.all, first.all);
}

// The numbers of two rows in turns, two rows long.
inline void store_pairs(Bfloat16* pairs, __m512i first, __m512i second) {
    alignas(64) static constexpr uint16_t kLower[kWidth] = {0,  32, 1,  33, 2,  34, 3,  35, 4,  36, 5,  37, 6,  38, 7,  39,
                                                            8,  40, 9,  41, 10, 42, 11, 43, 12, 44, 13, 45, 14, 46, 15, 47};
    alignas(64) static constexpr uint16_t kUpper[kWidth] = {16, 48, 17, 49, 18, 50, 19, 51, 20, 52, 21, 53, 22, 54, 23, 55,
                                                            24, 56, 25, 57, 26, 58, 27, 59, 28, 60, 29, 61, 30, 62, 31, 63};
    store_row(pairs, _mm512_permutex2var_epi16(first, _mm512_load_si512(kLower), second));
    store_row(pairs + kWidth, _mm512_permutex2var_epi16(first, _mm512_load_si512(kUpper), second));
}

// Copies rows and returns whether no magnitude is above the bound, which that of NaN is.
inline bool pack_rows(
        const Bfloat16* source, int64_t stride, int32_t length, int32_t next, float bound, Bfloat16* target) {
    __m512i highest = _mm512_setzero_si512();
    for (int32_t l = 0; l < length; ++l, source += stride, target += kWidth) {
        _mm_prefetch(reinterpret_cast<const char*>(source + next), _MM_HINT_T0);
        __m512i row = load_row(source);
        store_row(target, row);
        highest = _mm512_max_epu16(highest, _mm512_and_si512(row, _mm512_set1_epi16(0x7FFF)));
    }
    if (length % 2 == 1) {
        store_row(target, _mm512_setzero_si512());
    }
    auto bits = static_cast<int16_t>(std::bit_cast<uint32_t>(bound) >> 16);
    return _mm512_cmpgt_epu16_mask(highest, _mm512_set1_epi16(bits)) == 0;
}

// Exponentials of two rows.
inline ManyFloats exponentials(const Bfloat16* rows) {
    return coarse_exponential(load_many(rows));
}

// sums[r] = sum over p of the pair weights[r, p] with pairs[p], for kRows rows of kWidth.
struct PairedSums {
    const Bfloat16* weights;
    int64_t row_stride, pair_stride;
    const Bfloat16* pairs;
    int32_t count;

    template <int32_t kRows>
    ELITES_INLINE void run(int32_t row, Floats16 (&sums)[kRows][2]) const {
        __m512 result[kRows][2];
#pragma GCC unroll 8
        for (int32_t r = 0; r < kRows; ++r) {
            result[r][0] = result[r][1] = _mm512_setzero_ps();
        }
        const Bfloat16* weight = weights + row * row_stride;
        const Bfloat16* pair = pairs;
        for (int32_t p = 0; p < count; ++p, weight += pair_stride, pair += 2 * kWidth) {
            auto first = (__m512bh)load_row(pair);
            auto second = (__m512bh)load_row(pair + kWidth);
#pragma GCC unroll 8
            for (int32_t r = 0; r < kRows; ++r) {
                int32_t both;
                std::memcpy(&both, weight + r * row_stride, sizeof(both));
                auto factor = (__m512bh)_mm512_set1_epi32(both);
                result[r][0] = _mm512_dpbf16_ps(result[r][0], factor, first);
                result[r][1] = _mm512_dpbf16_ps(result[r][1], factor, second);
            }
        }
#pragma GCC unroll 8
        for (int32_t r = 0; r < kRows; ++r) {
            sums[r][0] = result[r][0];
            sums[r][1] = result[r][1];
        }
    }
};

// From `row` on as many as fit, kRows at a time; returns the first that is left.
template <int32_t kRows>
inline int32_t put_rows(
        const PairedSums& sums, const float* factors, int32_t row, int32_t count, Bfloat16* target, int64_t stride) {
    for (; row + kRows <= count; row += kRows) {
        Floats16 result[kRows][2];
        sums.run(row, result);
#pragma GCC unroll 8
        for (int32_t r = 0; r < kRows; ++r) {
            Floats16 factor = factors[row + r];
            store_row(target + (row + r) * stride, rounded_row(result[r][0] * factor, result[r][1] * factor));
        }
    }
    return row;
}

}  // namespace

bool PairedAttention::available() {
    return multiplies_bfloat16();
}

int64_t PairedAttention::scratch_floats(int32_t length) {
    return 5 * row_floats(next_even(length)) + row_floats(kWidth) + kWidth + length + kVector;
}

PairedAttention::PairedAttention(int32_t length, float* scratch) : length_(length), even_length_(next_even(length)) {
    auto take = [&scratch](int32_t rows) {
        auto* taken = reinterpret_cast<Bfloat16*>(scratch);
        scratch += row_floats(rows);
        return taken;
    };
    queries_ = take(even_length_);
    keys_ = take(even_length_);
    values_ = take(even_length_);
    key_pairs_ = take(even_length_);
    value_pairs_ = take(even_length_);
    context_ = take(kWidth);
    factors_ = scratch;
    inverses_ = scratch + kWidth;
}

bool PairedAttention::run(const PairedHead& head, int32_t next) {
    if (!pack(head, next)) {
        return false;
    }
    pair_keys_and_values();
    make_context();
    weigh_queries();
    make_result(head.result, head.result_stride);
    return true;
}

bool PairedAttention::pack(const PairedHead& head, int32_t next) {
    return pack_rows(head.query, head.stride, length_, next, kModerateLogit, queries_) &&
           pack_rows(head.key, head.stride, length_, next, kModerateLogit, keys_) &&
           pack_rows(head.value, head.stride, length_, next, kModerateValue, values_);
}

void PairedAttention::pair_keys_and_values() {
    Floats16 sums[2] = {0.0f, 0.0f};
    for (int32_t l = 0; l < length_; l += 2) {
        ManyFloats weights = exponentials(keys_ + l * kWidth);
        sums[0] = sums[0] + weights.part[0];
        sums[1] = sums[1] + weights.part[1];
        // What pads an odd length weighs values that are zero.
        if (l + 1 < length_) {
            sums[0] = sums[0] + weights.part[2];
            sums[1] = sums[1] + weights.part[3];
        }
        store_pairs(
                key_pairs_ + l * kWidth, rounded_row(weights.part[0], weights.part[1]),
                rounded_row(weights.part[2], weights.part[3]));
        store_pairs(value_pairs_ + l * kWidth, load_row(values_ + l * kWidth), load_row(values_ + (l + 1) * kWidth));
    }
    Floats16 scale = 1.0f / sqrt_rn(static_cast<float>(kWidth));
    store(factors_, scale / sums[0]);
    store(factors_ + kVector, scale / sums[1]);
}

void PairedAttention::make_context() {
    PairedSums sums{key_pairs_, 2, 2 * kWidth, value_pairs_, even_length_ / 2};
    for (int32_t c = 0; c < kWidth; c += kMostRows) {
        Floats16 rows[kMostRows][2];
        sums.run(c, rows);
#pragma GCC unroll 4
        for (int32_t r = 0; r < kMostRows; r += 2) {
            Floats16 first = factors_[c + r];
            Floats16 second = factors_[c + r + 1];
            store_pairs(
                    context_ + (c + r) * kWidth, rounded_row(rows[r][0] * first, rows[r][1] * first),
                    rounded_row(rows[r + 1][0] * second, rows[r + 1][1] * second));
        }
    }
}

void PairedAttention::weigh_queries() {
    for (int32_t first = 0; first < length_; first += kVector) {
        Floats16 sums[kVector];
        for (int32_t i = 0; i < kVector; i += 2) {
            sums[i] = sums[i + 1] = 0.0f;
            if (first + i < length_) {
                Bfloat16* rows = queries_ + (first + i) * kWidth;
                ManyFloats weights = exponentials(rows);
                sums[i] = weights.part[0] + weights.part[1];
                sums[i + 1] = weights.part[2] + weights.part[3];
                store_row(rows, rounded_row(weights.part[0], weights.part[1]));
                store_row(rows + kWidth, rounded_row(weights.part[2], weights.part[3]));
            }
        }
        store(inverses_ + first, 1.0f / sums_of(sums));
    }
}

void PairedAttention::make_result(Bfloat16* result, int64_t stride) const {
    PairedSums sums{queries_, kWidth, 2, context_, kWidth / 2};
    int32_t row = put_rows<kMostRows>(sums, inverses_, 0, length_, result, stride);
    row = put_rows<kMostRows / 2>(sums, inverses_, row, length_, result, stride);
    put_rows<1>(sums, inverses_, row, length_, result, stride);
}

#pragma GCC pop_options

#else

bool PairedAttention::available() {
    return false;
}

int64_t PairedAttention::scratch_floats(int32_t) {
    return 0;
}

PairedAttention::PairedAttention(int32_t, float*) {}

bool PairedAttention::run(const PairedHead&, int32_t) {
    return false;
}

#endif

}  // namespace elites
