// Attention over the positions of one individual; at each position the source holds queries, keys and values, and each
// of them the heads one after the other.
#include <algorithm>
#include <cmath>
#include <limits>

#include "elites/elementary.h"
#include "individual.hpp"
#include "interleaved.hpp"
#include "lanes.hpp"
#include "moderate.hpp"
#include "paired_attention.hpp"

namespace elites {

namespace {

constexpr int32_t whole_vectors(int32_t count) {
    return (count + kVector - 1) / kVector * kVector;
}

// A head of one individual: queries, keys and values unpacked, so that their rows follow each other and hold whole
// vectors, [length, stride] each; and where the result goes in a feature map.
template <typename T>
struct Head {
    float* query;
    float* key;
    float* value;
    T* result;
    int64_t result_stride;
    int32_t length, width, stride;
    // Whether a linear head need not subtract the largest logit before it takes exponentials. NaN is as good as small: it
    // comes out as NaN either way.
    bool moderate;
};

inline float largest_of(const float* row, int32_t count) {
    Floats16 largest = load(row);
    for (int32_t i = kVector; i < count; i += kVector) {
        largest = larger(load(row + i), largest);
    }
    return largest_of(largest);
}

// values = e^values; `count` is a multiple of kVector.
inline void exponentials(float* values, int64_t count) {
    int64_t i = 0;
    for (; i + kInterleaved * kVector <= count; i += kInterleaved * kVector) {
        store(values + i, exponential(load_many(values + i)));
    }
    for (; i < count; i += kVector) {
        store(values + i, exponential(load(values + i)));
    }
}

// row = row - its largest; `count` floats, a multiple of kVector.
inline void subtract_largest(float* row, int32_t count) {
    Floats16 largest = largest_of(row, count);
    for (int32_t i = 0; i < count; i += kVector) {
        store(row + i, load(row + i) - largest);
    }
}

// From each column of rows [length, stride] its largest.
inline void subtract_largest_of_columns(float* rows, int32_t length, int32_t stride) {
    for (int32_t c = 0; c < stride; c += kVector) {
        Floats16 largest = load(rows + c);
        for (int32_t l = 1; l < length; ++l) {
            largest = larger(load(rows + l * stride + c), largest);
        }
        for (int32_t l = 0; l < length; ++l) {
            store(rows + l * stride + c, load(rows + l * stride + c) - largest);
        }
    }
}

// row = row / its sum, times what factor(i) gives for the vector at i; `count` floats, a multiple of kVector.
template <typename Factor>
inline void divide_by_sum(float* row, int32_t count, Factor factor) {
    Floats16 sum = load(row);
    for (int32_t i = kVector; i < count; i += kVector) {
        sum = sum + load(row + i);
    }
    Floats16 inverse = 1.0f / sum_of(sum);
    for (int32_t i = 0; i < count; i += kVector) {
        store(row + i, load(row + i) * inverse * factor(i));
    }
}

// The first `count` elements of a vector, or all.
template <typename T>
inline void put(Floats16 vector, T* target, int32_t count) {
    if (count >= kVector) {
        store(target, vector);
        return;
    }
    T elements[kVector];
    store(elements, vector);
    std::copy(elements, elements + count, target);
}

// Sums in registers: half of all that there are.
#if defined(__AVX512F__)
constexpr int32_t kMostSums = 16;
#else
constexpr int32_t kMostSums = 4;
#endif

// Rows of weights and the rows that they weigh, which hold whole vectors; sums are `width` wide.
template <typename T>
struct WeightedSums {
    const float* weights;
    int64_t term_stride, sum_stride;  // from a weight to that of the next term, and to that of the next sum
    const float* rows;
    int64_t row_stride;
    int32_t terms;
    T* target;
    int64_t target_stride;
    int32_t width;

    // kVectors vectors of kSums sums from `sum` on, by index, in registers.
    template <int32_t kSums, int32_t kVectors>
    void run(int32_t sum, int32_t element) const {
        const float* weight = weights + sum * sum_stride;
        const float* row = rows + element;
        Floats16 sums[kSums][kVectors];
#pragma GCC unroll 16
        for (int32_t s = 0; s < kSums; ++s) {
#pragma GCC unroll 2
            for (int32_t v = 0; v < kVectors; ++v) {
                sums[s][v] = 0.0f;
            }
        }
        for (int32_t t = 0; t < terms; ++t, weight += term_stride, row += row_stride) {
            Floats16 values[kVectors];
#pragma GCC unroll 2
            for (int32_t v = 0; v < kVectors; ++v) {
                values[v] = load(row + v * kVector);
            }
#pragma GCC unroll 16
            for (int32_t s = 0; s < kSums; ++s) {
                Floats16 factor = weight[s * sum_stride];
#pragma GCC unroll 2
                for (int32_t v = 0; v < kVectors; ++v) {
                    sums[s][v] = fma_rn(factor, values[v], sums[s][v]);
                }
            }
        }
#pragma GCC unroll 16
        for (int32_t s = 0; s < kSums; ++s) {
            T* place = target + (sum + s) * target_stride + element;
#pragma GCC unroll 2
            for (int32_t v = 0; v < kVectors; ++v) {
                put(sums[s][v], place + v * kVector, width - element - v * kVector);
            }
        }
    }

    template <int32_t kVectors>
    void run(int32_t count, int32_t element) const {
        int32_t sum = 0;
        for (; sum + kMostSums / kVectors <= count; sum += kMostSums / kVectors) {
            run<kMostSums / kVectors, kVectors>(sum, element);
        }
        for (; sum < count; ++sum) {
            run<1, kVectors>(sum, element);
        }
    }

    void run(int32_t count) const {
        int32_t element = 0;
        for (; element + kVector < width; element += 2 * kVector) {
            run<2>(count, element);
        }
        if (element < width) {
            run<1>(count, element);
        }
    }
};

// result = softmax over channels (q) / sqrt(width) times the context (softmax over positions (k))^T v. kStride is the
// stride of the head's rows, or 0 where it is known only at run time. scratch has linear_scratch_floats(width).
template <int32_t kStride, typename T>
void attend_linearly(const Head<T>& head, float* scratch) {
    int32_t stride = kStride > 0 ? kStride : head.stride;
    float scale = 1.0f / sqrt_rn(static_cast<float>(head.width));
    float* factors = scratch;
    float* context = scratch + stride;
    if (!head.moderate) {
        subtract_largest_of_columns(head.key, head.length, stride);
        for (int32_t l = 0; l < head.length; ++l) {
            subtract_largest(head.query + l * stride, stride);
        }
    }
    exponentials(head.key, static_cast<int64_t>(head.length) * stride);
    exponentials(head.query, static_cast<int64_t>(head.length) * stride);
    for (int32_t c = 0; c < stride; c += kVector) {
        Floats16 sum = load(head.key + c);
        for (int32_t l = 1; l < head.length; ++l) {
            sum = sum + load(head.key + l * stride + c);
        }
        // Keys stay without their factor, which the queries take.
        store(factors + c, scale / sum);
    }
    WeightedSums<float>{head.key, stride, 1, head.value, stride, head.length, context, stride, stride}.run(head.width);
    for (int32_t l = 0; l < head.length; ++l) {
        divide_by_sum(head.query + l * stride, stride, [factors](int32_t i) { return load(factors + i); });
    }
    WeightedSums<T>{head.query, 1, stride, context, stride, head.width, head.result, head.result_stride, head.width}
            .run(head.length);
}

int64_t linear_scratch_floats(int32_t width) {
    return static_cast<int64_t>(whole_vectors(width)) * (1 + width);
}

// result = softmax(q k^T / sqrt(width)) v. kStride is as above; scratch has softmax_scratch_floats(length).
template <int32_t kStride, typename T>
void attend(const Head<T>& head, float* scratch) {
    int32_t stride = kStride > 0 ? kStride : head.stride;
    int32_t weights_stride = whole_vectors(head.length);
    float scale = 1.0f / sqrt_rn(static_cast<float>(head.width));
    for (int32_t l = 0; l < head.length; ++l) {
        const float* query = head.query + l * stride;
        float* weights = scratch + static_cast<int64_t>(l) * weights_stride;
        std::fill(weights + head.length, weights + weights_stride, -std::numeric_limits<float>::infinity());
        for (int32_t m = 0; m < head.length; ++m) {
            const float* key = head.key + m * stride;
            Floats16 product = 0.0f;
            for (int32_t c = 0; c < stride; c += kVector) {
                product = fma_rn(load(query + c), load(key + c), product);
            }
            weights[m] = sum_of(product) * scale;
        }
        subtract_largest(weights, weights_stride);
        exponentials(weights, weights_stride);
        divide_by_sum(weights, weights_stride, [](int32_t) { return Floats16(1.0f); });
    }
    WeightedSums<T>{scratch, 1, weights_stride, head.value, stride, head.length, head.result, head.result_stride,
                    head.width}
            .run(head.length);
}

int64_t softmax_scratch_floats(int32_t length) {
    return static_cast<int64_t>(whole_vectors(length)) * length;
}

class Attend final : public IndividualOperation {
public:
    Attend(elites_operand source, elites_operand target, int32_t channels, int32_t length, int32_t heads, bool linear)
        : source_(source),
          target_(target),
          source_shape_{3 * channels, length},
          target_shape_{channels, length},
          width_(channels / heads),
          stride_(whole_vectors(width_)),
          linear_(linear),
          paired_(linear && width_ == PairedAttention::kWidth && PairedAttention::available()) {}

    void run(const Chunk& chunk) const override {
        chunk.with_features([&](auto type) { attend_rows<decltype(type)>(chunk); });
    }

    int64_t scratch_floats() const override {
        int64_t own = linear_ ? linear_scratch_floats(width_) : softmax_scratch_floats(target_shape_.length);
        return std::max(own + 3 * part_floats(), PairedAttention::scratch_floats(target_shape_.length));
    }

private:
    // Of queries, keys or values of a head.
    int64_t part_floats() const { return static_cast<int64_t>(target_shape_.length) * stride_; }

    template <typename T>
    void attend_rows(const Chunk& chunk) const {
        float* parts = chunk.lane.scratch(scratch_floats());
        float* scratch = parts + 3 * part_floats();
        Head<T> head = {
                parts, parts + part_floats(), parts + 2 * part_floats(), nullptr, target_shape_.position_stride(),
                target_shape_.length, width_, stride_, false};
        // Beyond its width a row of a linear head counts for nothing in the softmax of the queries; in dot products
        // zeros count for nothing.
        float query_padding = linear_ ? -std::numeric_limits<float>::infinity() : 0.0f;
        int32_t channels = target_shape_.channels;
        // Heads of 32 channels are those of the networks that this is tuned for.
        auto work = stride_ == 32 ? (linear_ ? attend_linearly<32, T> : attend<32, T>)
                                  : (linear_ ? attend_linearly<0, T> : attend<0, T>);
        for (int32_t r = 0; r < chunk.rows; ++r) {
            const T* source = chunk.features<T>(source_) + source_shape_.row(r);
            T* target = chunk.features<T>(target_) + target_shape_.row(r);
            for (int32_t h = 0; h < channels; h += width_) {
                int32_t next = h + width_ < channels ? width_ : 3 * channels - h;
                if (paired_ && attend_in_pairs(source + h, target + h, next, parts)) {
                    continue;
                }
                float query = unpack(source + h, next, query_padding, head.query);
                float key = unpack(source + channels + h, next, 0.0f, head.key);
                float value = unpack(source + 2 * channels + h, next, 0.0f, head.value);
                head.moderate = query <= kModerateLogit && key <= kModerateLogit && value <= kModerateValue;
                head.result = target + h;
                work(head, scratch);
            }
        }
    }

    bool attend_in_pairs(const float*, float*, int32_t, float*) const { return false; }

    bool attend_in_pairs(const Bfloat16* query, Bfloat16* result, int32_t next, float* scratch) const {
        const Bfloat16* key = query + target_shape_.channels;
        PairedHead head = {
                query, key, key + target_shape_.channels, source_shape_.position_stride(),
                result, target_shape_.position_stride()};
        return PairedAttention(target_shape_.length, scratch).run(head, next);
    }

    // Returns the largest magnitude. What lies `next` numbers on is wanted soon.
    template <typename T>
    float unpack(const T* source, int32_t next, float padding, float* part) const {
        int32_t whole = width_ / kVector * kVector;
        Floats16 largest = 0.0f;
        float largest_rest = 0.0f;
        for (int32_t l = 0; l < target_shape_.length; ++l, part += stride_, source += source_shape_.position_stride()) {
            _mm_prefetch(reinterpret_cast<const char*>(source + next), _MM_HINT_T0);
            for (int32_t c = 0; c < whole; c += kVector) {
                Floats16 values = load(source + c);
                store(part + c, values);
                largest = larger(magnitude(values), largest);
            }
            for (int32_t c = whole; c < width_; ++c) {
                part[c] = to_float(source[c]);
                largest_rest = std::max(largest_rest, std::abs(part[c]));
            }
            std::fill(part + width_, part + stride_, padding);
        }
        return std::max(largest_of(largest), largest_rest);
    }

    elites_operand source_, target_;
    FeatureShape source_shape_, target_shape_;
    int32_t width_, stride_;
    bool linear_, paired_;
};

}  // namespace

IndividualPointer make_attend(
        elites_operand source, elites_operand target, int32_t channels, int32_t length, int32_t heads, bool linear) {
    return std::make_unique<Attend>(source, target, channels, length, heads, linear);
}

}  // namespace elites
