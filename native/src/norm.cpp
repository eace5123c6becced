#include "norm.hpp"

#include <algorithm>

#include "elites/elementary.h"
#include "strands.hpp"
#include "vectors.hpp"

namespace elites {

namespace {

// sums[i] = sum of term(value, i) over positions, by index. Four positions a pass, because sums are read and written in
// each.
template <typename S, typename Add>
void sum_over_positions(const FeatureShape& shape, const S* __restrict x, float* __restrict sums, Add add) {
    int64_t stride = shape.position_stride();
    std::fill(sums, sums + stride, 0.0f);
    int32_t l = 0;
    for (; l + 4 <= shape.length; l += 4, x += 4 * stride) {
        for (int64_t i = 0; i < stride; ++i) {
            float sum = add(sums[i], to_float(x[i]), i);
            sum = add(sum, to_float(x[i + stride]), i);
            sum = add(sum, to_float(x[i + 2 * stride]), i);
            sums[i] = add(sum, to_float(x[i + 3 * stride]), i);
        }
    }
    for (; l < shape.length; ++l, x += stride) {
        for (int64_t i = 0; i < stride; ++i) {
            sums[i] = add(sums[i], to_float(x[i]), i);
        }
    }
}

float sum_of(const float* values, int32_t count) {
    return sum_in_strands<float>(count, [values](float sum, int32_t i) { return sum + values[i]; });
}

// Statistics, gain, bias and modulation, folded into y = a[r, c] * x + b[r, c].
class Coefficients {
public:
    Coefficients(const Epilogue& epilogue, const FeatureShape& shape, float* scratch)
        : norm_(epilogue.norm),
          scale_shift_(epilogue.scale_shift),
          shape_(shape),
          a_(scratch),
          b_(scratch + shape.position_stride()) {}

    // Null where y = x.
    const float* a() const { return is_identity() ? nullptr : a_; }
    const float* b() const { return b_; }

    template <typename S>
    void of_tile(const S* x) {
        if (norm_.kind == NormKind::kGroup) {
            group(x);
            modulate();
        } else if (norm_.kind == NormKind::kNone && !is_identity()) {
            std::fill(a_, b_, 1.0f);
            std::fill(b_, b_ + shape_.position_stride(), 0.0f);
            modulate();
        }
    }

    // What differs from position to position.
    template <typename S>
    void of_position(const S* x) {
        if (norm_.kind == NormKind::kRms) {
            root_mean_square(x);
            modulate();
        }
    }

private:
    bool is_identity() const { return norm_.kind == NormKind::kNone && scale_shift_ == nullptr; }

    template <typename S>
    void group(const S* x) {
        int32_t group = shape_.channels / norm_.groups;
        float inverse_count = 1.0f / static_cast<float>(group * shape_.length);
        float* mean = b_;
        sum_over_positions(shape_, x, mean, [](float sum, float value, int64_t) { return sum + value; });
        for (int64_t g = 0; g < shape_.position_stride(); g += group) {
            std::fill(mean + g, mean + g + group, sum_of(mean + g, group) * inverse_count);
        }
        sum_over_positions(shape_, x, a_, [mean](float sum, float value, int64_t i) {
            float centred = value - mean[i];
            return fma_rn(centred, centred, sum);
        });
        for (int64_t g = 0; g < shape_.position_stride(); g += group) {
            float inverse_deviation = 1.0f / sqrt_rn(sum_of(a_ + g, group) * inverse_count + norm_.epsilon);
            int64_t channel = g % shape_.channels;
            for (int32_t c = 0; c < group; ++c) {
                float a = norm_.gain[channel + c] * inverse_deviation;
                a_[g + c] = a;
                b_[g + c] = norm_.bias[channel + c] - mean[g + c] * a;
            }
        }
    }

    // a = gain[c] sqrt(channels) / max(||x[r]||, 1e-12)
    template <typename S>
    void root_mean_square(const S* x) {
        float root = sqrt_rn(static_cast<float>(shape_.channels));
        for (int64_t r = 0; r < shape_.position_stride(); r += shape_.channels) {
            float squares = sum_in_strands<float>(shape_.channels, [row = x + r](float sum, int32_t c) {
                return fma_rn(to_float(row[c]), to_float(row[c]), sum);
            });
            float length = sqrt_rn(squares);
            // Not a maximum: NaN must stay NaN.
            float factor = root / (length < 1e-12f ? 1e-12f : length);
            for (int32_t c = 0; c < shape_.channels; ++c) {
                a_[r + c] = norm_.gain[c] * factor;
                b_[r + c] = 0;
            }
        }
    }

    void modulate() {
        if (scale_shift_ == nullptr) {
            return;
        }
        for (int64_t r = 0; r < shape_.position_stride(); r += shape_.channels) {
            for (int32_t c = 0; c < shape_.channels; ++c) {
                float scale = 1.0f + scale_shift_[c];
                a_[r + c] *= scale;
                b_[r + c] = fma_rn(b_[r + c], scale, scale_shift_[shape_.channels + c]);
            }
        }
    }

    const Norm& norm_;
    const float* scale_shift_;
    const FeatureShape& shape_;
    float* a_;
    float* b_;
};

// y = residual + activation(a * x + b) for the numbers of one position, which are whole vectors.
template <typename S, typename T>
struct Finish {
    int64_t count;
    const S* x;
    const float* a;
    const float* b;
    const T* residual;
    T* y;

    template <bool kAffine, Activation kActivation, bool kResidual>
    void run() const {
        for (int64_t i = 0; i < count; i += kVector) {
            Floats16 value = load(x + i);
            if constexpr (kAffine) {
                value = fma_rn(value, load(a + i), load(b + i));
            }
            if constexpr (kActivation == Activation::kSilu) {
                value = silu(value);
            } else if constexpr (kActivation == Activation::kMish) {
                value = mish(value);
            } else if constexpr (kActivation == Activation::kGelu) {
                value = gelu(value);
            }
            if constexpr (kResidual) {
                value = value + load(residual + i);
            }
            store(y + i, value);
        }
    }

    template <bool kAffine, Activation kActivation>
    void run() const {
        residual != nullptr ? run<kAffine, kActivation, true>() : run<kAffine, kActivation, false>();
    }

    template <Activation kActivation>
    void run() const {
        a != nullptr ? run<true, kActivation>() : run<false, kActivation>();
    }

    void run(Activation activation) const {
        switch (activation) {
            case Activation::kNone:
                return run<Activation::kNone>();
            case Activation::kSilu:
                return run<Activation::kSilu>();
            case Activation::kMish:
                return run<Activation::kMish>();
            case Activation::kGelu:
                return run<Activation::kGelu>();
        }
    }
};

}  // namespace

template <typename S, typename T>
void apply_epilogue(
        const Epilogue& epilogue, const FeatureShape& shape, const S* source, const T* residual, T* target,
        float* scratch) {
    int64_t stride = shape.position_stride();
    Coefficients coefficients(epilogue, shape, scratch);
    coefficients.of_tile(source);
    for (int32_t l = 0; l < shape.length; ++l, source += stride, target += stride) {
        coefficients.of_position(source);
        Finish<S, T>{stride, source, coefficients.a(), coefficients.b(), residual, target}.run(epilogue.activation);
        if (residual != nullptr) {
            residual += stride;
        }
    }
}

template void apply_epilogue(const Epilogue&, const FeatureShape&, const float*, const float*, float*, float*);
template void apply_epilogue(const Epilogue&, const FeatureShape&, const float*, const Bfloat16*, Bfloat16*, float*);
template void apply_epilogue(
        const Epilogue&, const FeatureShape&, const Bfloat16*, const Bfloat16*, Bfloat16*, float*);

}  // namespace elites
