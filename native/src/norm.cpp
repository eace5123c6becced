#include "norm.hpp"

#include <algorithm>
#include <cstring>

#include "elites/elementary.h"
#include "strands.hpp"

namespace elites {

namespace {

// Group statistics folded with gain, bias and modulation into y = a[c] * x + b[c]. Sums run position by position for
// each channel, then over the channels of a group: an order that does not depend on where the individual lies.
void group_coefficients(
        const Norm& norm, int32_t channels, int32_t length, const float* __restrict x, float* __restrict mean,
        float* __restrict square, float* __restrict a, float* __restrict b) {
    int32_t group = channels / norm.groups;
    float inverse_count = 1.0f / static_cast<float>(group * length);
    std::memset(mean, 0, sizeof(float) * channels);
    for (int32_t l = 0; l < length; ++l) {
        for (int32_t c = 0; c < channels; ++c) {
            mean[c] += x[l * channels + c];
        }
    }
    for (int32_t g = 0; g < channels; g += group) {
        float sum = 0;
        for (int32_t c = g; c < g + group; ++c) {
            sum += mean[c];
        }
        for (int32_t c = g; c < g + group; ++c) {
            mean[c] = sum * inverse_count;
        }
    }
    std::memset(square, 0, sizeof(float) * channels);
    for (int32_t l = 0; l < length; ++l) {
        for (int32_t c = 0; c < channels; ++c) {
            float centred = x[l * channels + c] - mean[c];
            square[c] = fma_rn(centred, centred, square[c]);
        }
    }
    for (int32_t g = 0; g < channels; g += group) {
        float sum = 0;
        for (int32_t c = g; c < g + group; ++c) {
            sum += square[c];
        }
        float inverse_deviation = 1.0f / sqrt_rn(sum * inverse_count + norm.epsilon);
        for (int32_t c = g; c < g + group; ++c) {
            a[c] = norm.gain[c] * inverse_deviation;
            b[c] = norm.bias[c] - mean[c] * a[c];
        }
    }
}

// sqrt(channels) / max(||x||, 1e-12) at each position.
void rms_factors(int32_t channels, int32_t length, const float* source, float* factors) {
    float root = sqrt_rn(static_cast<float>(channels));
    for (int32_t l = 0; l < length; ++l) {
        const float* x = source + static_cast<int64_t>(l) * channels;
        float squares =
                sum_in_strands<float>(channels, [x](float sum, int32_t c) { return fma_rn(x[c], x[c], sum); });
        float length_of_x = sqrt_rn(squares);
        // Not a maximum: NaN must stay NaN.
        factors[l] = root / (length_of_x < 1e-12f ? 1e-12f : length_of_x);
    }
}

// What remains when the statistics are known, in one pass.
template <typename T>
struct Finish {
    int32_t channels, length;
    const float* source;
    const T* residual;
    T* target;
    const float* a;
    const float* b;
    const float* factors;  // one for each position, or null
    const float* gain;     // goes with the factors

    template <bool kFactors, Activation kActivation, bool kResidual>
    void run() const {
        for (int32_t l = 0; l < length; ++l) {
            int64_t at = static_cast<int64_t>(l) * channels;
            const float* x = source + at;
            const T* added = residual + (kResidual ? at : 0);
            T* y = target + at;
            float factor = kFactors ? factors[l] : 1.0f;
#pragma GCC ivdep
            for (int32_t c = 0; c < channels; ++c) {
                float value = x[c];
                if constexpr (kFactors) {
                    value = value * factor * gain[c];
                }
                value = fma_rn(value, a[c], b[c]);
                if constexpr (kActivation == Activation::kSilu) {
                    value = silu(value);
                } else if constexpr (kActivation == Activation::kMish) {
                    value = mish(value);
                } else if constexpr (kActivation == Activation::kGelu) {
                    value = gelu(value);
                }
                if constexpr (kResidual) {
                    value += to_float(added[c]);
                }
                y[c] = rounded<T>(value);
            }
        }
    }

    template <bool kFactors, Activation kActivation>
    void run() const {
        residual != nullptr ? run<kFactors, kActivation, true>() : run<kFactors, kActivation, false>();
    }

    template <Activation kActivation>
    void run() const {
        factors != nullptr ? run<true, kActivation>() : run<false, kActivation>();
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

template <typename T>
void apply_epilogue(
        const Epilogue& epilogue, int32_t channels, int32_t length, const float* source, const T* residual, T* target,
        float* scratch) {
    float* a = scratch;
    float* b = scratch + channels;
    float* statistics = scratch + 2 * channels;
    const Norm& norm = epilogue.norm;
    if (norm.kind == NormKind::kGroup) {
        group_coefficients(norm, channels, length, source, statistics, statistics + channels, a, b);
    } else {
        std::fill(a, a + channels, 1.0f);
        std::fill(b, b + channels, 0.0f);
    }
    if (norm.kind == NormKind::kRms) {
        rms_factors(channels, length, source, statistics);
    }
    if (epilogue.scale_shift != nullptr) {
        for (int32_t c = 0; c < channels; ++c) {
            float scale = 1.0f + epilogue.scale_shift[c];
            a[c] *= scale;
            b[c] = fma_rn(b[c], scale, epilogue.scale_shift[channels + c]);
        }
    }
    const float* factors = norm.kind == NormKind::kRms ? statistics : nullptr;
    Finish<T>{channels, length, source, residual, target, a, b, factors, norm.gain}.run(epilogue.activation);
}

template void apply_epilogue(
        const Epilogue&, int32_t, int32_t, const float*, const float*, float*, float*);
template void apply_epilogue(
        const Epilogue&, int32_t, int32_t, const float*, const Bfloat16*, Bfloat16*, float*);

}  // namespace elites
