// Attention over the positions of one individual; the source [length, 3 * channels] holds queries, keys and values.
#include <immintrin.h>

#include <algorithm>

#include "elites/elementary.h"
#include "individual.hpp"
#include "lanes.hpp"
#include "strands.hpp"

namespace elites {

namespace {

// A maximum that keeps NaN only by luck, which is enough: NaN reaches the result through the exponentials.
float larger(float a, float b) {
    return a > b ? a : b;
}

// target = scale * softmax(source), `count` values each.
template <int32_t kCount = 0>
inline void softmax(const float* source, int32_t given_count, float scale, float* target) {
    int32_t count = kCount > 0 ? kCount : given_count;
    float strands[kStrands];
    std::fill(strands, strands + kStrands, source[0]);
    int32_t whole = count / kStrands * kStrands;
    for (int32_t i = 0; i < whole; i += kStrands) {
        for (int32_t s = 0; s < kStrands; ++s) {
            strands[s] = larger(source[i + s], strands[s]);
        }
    }
    for (int32_t i = whole; i < count; ++i) {
        strands[0] = larger(source[i], strands[0]);
    }
    float largest = *std::max_element(strands, strands + kStrands);
    for (int32_t i = 0; i < count; ++i) {
        target[i] = exponential(source[i] - largest);
    }
    float factor =
            scale / sum_in_strands<float>(count, [target](float sum, int32_t i) { return sum + target[i]; });
    for (int32_t i = 0; i < count; ++i) {
        target[i] *= factor;
    }
}

// Softmax over positions for each channel: source [length, stride], target [length, channels]. Scratch takes two rows.
inline void softmax_over_positions(
        const float* __restrict source, int64_t stride, int32_t length, int32_t channels, float* __restrict target,
        float* __restrict scratch) {
    float* largest = scratch;
    float* sum = scratch + channels;
    for (int32_t c = 0; c < channels; ++c) {
        largest[c] = source[c];
        sum[c] = 0;
    }
    for (int32_t l = 1; l < length; ++l) {
        for (int32_t c = 0; c < channels; ++c) {
            largest[c] = larger(source[l * stride + c], largest[c]);
        }
    }
    for (int32_t l = 0; l < length; ++l) {
        for (int32_t c = 0; c < channels; ++c) {
            float value = exponential(source[l * stride + c] - largest[c]);
            target[l * channels + c] = value;
            sum[c] += value;
        }
    }
    for (int32_t c = 0; c < channels; ++c) {
        sum[c] = 1.0f / sum[c];
    }
    for (int32_t l = 0; l < length; ++l) {
        for (int32_t c = 0; c < channels; ++c) {
            target[l * channels + c] *= sum[c];
        }
    }
}

// target[c] = sum over i of weights[i * weight_stride] * rows[i * row_stride + c], by index.
inline void weighted_sum(
        const float* weights, int64_t weight_stride, const float* rows, int64_t row_stride, int32_t count,
        int32_t width, float* target) {
    std::fill(target, target + width, 0.0f);
    for (int32_t i = 0; i < count; ++i) {
        float weight = weights[i * weight_stride];
        for (int32_t c = 0; c < width; ++c) {
            target[c] = fma_rn(weight, rows[i * row_stride + c], target[c]);
        }
    }
}

// kSums weighted sums of the same rows, 32 wide, in registers: compilers spill them when they are an array of floats.
// Each sum has the bits of weighted_sum.
template <int kSums>
inline void weighted_sums_32(
        const float* weights, int64_t weight_stride, int64_t next_sum, const float* rows, int64_t row_stride,
        int32_t count, float* target, int64_t target_stride) {
    __m256 sums[kSums][4];
    for (auto& sum : sums) {
        for (__m256& part : sum) {
            part = _mm256_setzero_ps();
        }
    }
    for (int32_t i = 0; i < count; ++i) {
        const float* row = rows + i * row_stride;
        __m256 parts[4] = {
                _mm256_loadu_ps(row), _mm256_loadu_ps(row + 8), _mm256_loadu_ps(row + 16), _mm256_loadu_ps(row + 24)};
        for (int s = 0; s < kSums; ++s) {
            __m256 weight = _mm256_broadcast_ss(weights + i * weight_stride + s * next_sum);
            for (int p = 0; p < 4; ++p) {
                sums[s][p] = _mm256_fmadd_ps(weight, parts[p], sums[s][p]);
            }
        }
    }
    for (int s = 0; s < kSums; ++s) {
        for (int p = 0; p < 4; ++p) {
            _mm256_storeu_ps(target + s * target_stride + 8 * p, sums[s][p]);
        }
    }
}

// outputs weighted sums of `count` rows; sum s has the weights weights[s * next_sum + i * weight_stride].
template <int32_t kWidth>
inline void weighted_sums(
        const float* weights, int64_t weight_stride, int64_t next_sum, const float* rows, int64_t row_stride,
        int32_t count, int32_t width, int32_t outputs, float* target, int64_t target_stride) {
    int32_t s = 0;
    if constexpr (kWidth == 32) {
        for (; s + 2 <= outputs; s += 2) {
            weighted_sums_32<2>(
                    weights + s * next_sum, weight_stride, next_sum, rows, row_stride, count,
                    target + s * target_stride, target_stride);
        }
        for (; s < outputs; ++s) {
            weighted_sums_32<1>(
                    weights + s * next_sum, weight_stride, next_sum, rows, row_stride, count,
                    target + s * target_stride, target_stride);
        }
    } else {
        for (; s < outputs; ++s) {
            weighted_sum(
                    weights + s * next_sum, weight_stride, rows, row_stride, count, width, target + s * target_stride);
        }
    }
}

// A head of one individual: where its queries, keys and values stand, and where its result goes.
struct Head {
    const float* query;
    const float* key;
    const float* value;
    int64_t stride;  // from one position to the next in the source
    float* target;
    int64_t target_stride;
    int32_t length, width;
};

// out = (softmax over positions (k))^T v, applied to queries that are a softmax over the head's channels.
template <int32_t kWidth>
void attend_linearly(const Head& head, float* scratch) {
    int32_t width = kWidth > 0 ? kWidth : head.width;
    float* keys = scratch;
    float* queries = keys + static_cast<int64_t>(head.length) * width;
    float* context = queries + std::max(static_cast<int64_t>(head.length), int64_t{2}) * width;
    softmax_over_positions(head.key, head.stride, head.length, width, keys, queries);
    weighted_sums<kWidth>(
            keys, width, 1, head.value, head.stride, head.length, width, width, context, width);
    float scale = 1.0f / sqrt_rn(static_cast<float>(width));
    for (int32_t l = 0; l < head.length; ++l) {
        softmax<kWidth>(head.query + l * head.stride, width, scale, queries + l * width);
    }
    weighted_sums<kWidth>(
            queries, 1, width, context, width, width, width, head.length, head.target, head.target_stride);
}

// out = softmax(q k^T / sqrt(width)) v
template <int32_t kWidth>
void attend(const Head& head, float* scratch) {
    int32_t width = kWidth > 0 ? kWidth : head.width;
    float scale = 1.0f / sqrt_rn(static_cast<float>(width));
    for (int32_t l = 0; l < head.length; ++l) {
        const float* query = head.query + l * head.stride;
        float* weights = scratch + static_cast<int64_t>(l) * head.length;
        for (int32_t m = 0; m < head.length; ++m) {
            const float* key = head.key + m * head.stride;
            float product = sum_in_strands<float>(
                    width, [query, key](float sum, int32_t c) { return fma_rn(query[c], key[c], sum); });
            weights[m] = product * scale;
        }
        softmax(weights, head.length, 1.0f, weights);
    }
    weighted_sums<kWidth>(
            scratch, 1, head.length, head.value, head.stride, head.length, width, head.length, head.target,
            head.target_stride);
}

class Attend final : public IndividualOperation {
public:
    Attend(elites_operand source, elites_operand target, int32_t channels, int32_t length, int32_t heads, bool linear)
        : source_(source),
          target_(target),
          channels_(channels),
          length_(length),
          width_(channels / heads),
          linear_(linear) {}

    void run(const Chunk& chunk) const override {
        int64_t row = static_cast<int64_t>(channels_) * length_;
        float* scratch = chunk.lane.scratch(scratch_floats());
        // 32 is the width of the heads of the networks that this is tuned for.
        auto work = width_ == 32 ? (linear_ ? attend_linearly<32> : attend<32>)
                                 : (linear_ ? attend_linearly<0> : attend<0>);
        if (chunk.precision == Precision::kBfloat16) {
            attend_bfloat16(chunk, row, work, scratch);
            return;
        }
        const float* source = chunk.features<float>(source_);
        float* target = chunk.features<float>(target_);
        for (int32_t r = 0; r < chunk.rows; ++r, source += 3 * row, target += row) {
            for (int32_t h = 0; h < channels_; h += width_) {
                work({source + h, source + channels_ + h, source + 2 * channels_ + h, 3L * channels_, target + h,
                      channels_, length_, width_},
                     scratch);
            }
        }
    }

    int64_t scratch_floats() const override {
        // A head of bfloat16 is unpacked: queries, keys, values and result.
        return head_scratch_floats() + 4 * static_cast<int64_t>(length_) * width_;
    }

private:
    template <typename Work>
    void attend_bfloat16(const Chunk& chunk, int64_t row, Work work, float* scratch) const {
        int64_t part = static_cast<int64_t>(length_) * width_;
        float* head = scratch + head_scratch_floats();
        const Bfloat16* source = chunk.features<Bfloat16>(source_);
        Bfloat16* target = chunk.features<Bfloat16>(target_);
        for (int32_t r = 0; r < chunk.rows; ++r, source += 3 * row, target += row) {
            for (int32_t h = 0; h < channels_; h += width_) {
                for (int32_t l = 0; l < length_; ++l) {
                    for (int32_t p = 0; p < 3; ++p) {
                        convert(source + (3L * l + p) * channels_ + h, width_, head + p * part + l * width_);
                    }
                }
                float* result = head + 3 * part;
                work({head, head + part, head + 2 * part, width_, result, width_, length_, width_}, scratch);
                for (int32_t l = 0; l < length_; ++l) {
                    convert(result + l * width_, width_, target + static_cast<int64_t>(l) * channels_ + h);
                }
            }
        }
    }

    int64_t head_scratch_floats() const {
        int64_t width = width_;
        int64_t length = length_;
        return linear_ ? length * width + std::max(length, int64_t{2}) * width + width * width : length * length;
    }

    elites_operand source_, target_;
    int32_t channels_, length_, width_;
    bool linear_;
};

}  // namespace

IndividualPointer make_attend(
        elites_operand source, elites_operand target, int32_t channels, int32_t length, int32_t heads, bool linear) {
    return std::make_unique<Attend>(source, target, channels, length, heads, linear);
}

}  // namespace elites
