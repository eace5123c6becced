#include "norm.hpp"

#include <cstring>

#include "elementary.hpp"

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

// x / max(||x||, 1e-12) * sqrt(channels) * gain at each position. The sum of squares runs in eight strands, so that it
// fills a vector, and joins them in a fixed order.
void normalize_rms(const Norm& norm, int32_t channels, int32_t length, const float* source, float* target) {
    float root = sqrt_rn(static_cast<float>(channels));
    for (int32_t l = 0; l < length; ++l) {
        const float* x = source + static_cast<int64_t>(l) * channels;
        float* y = target + static_cast<int64_t>(l) * channels;
        float strands[8] = {};
        int32_t c = 0;
        for (; c + 8 <= channels; c += 8) {
            for (int32_t s = 0; s < 8; ++s) {
                strands[s] = fma_rn(x[c + s], x[c + s], strands[s]);
            }
        }
        for (; c < channels; ++c) {
            strands[0] = fma_rn(x[c], x[c], strands[0]);
        }
        float sum = ((strands[0] + strands[4]) + (strands[2] + strands[6]))
                + ((strands[1] + strands[5]) + (strands[3] + strands[7]));
        float length_of_x = sqrt_rn(sum);
        // Not a maximum: NaN must stay NaN.
        float factor = root / (length_of_x < 1e-12f ? 1e-12f : length_of_x);
        for (c = 0; c < channels; ++c) {
            y[c] = x[c] * factor * norm.gain[c];
        }
    }
}

template <Activation kActivation, bool kResidual>
void finish(
        int32_t channels, int32_t length, const float* source, const float* __restrict residual, float* target,
        const float* __restrict a, const float* __restrict b) {
    for (int32_t l = 0; l < length; ++l) {
        int64_t at = static_cast<int64_t>(l) * channels;
#pragma GCC ivdep
        for (int32_t c = 0; c < channels; ++c) {
            float y = fma_rn(source[at + c], a[c], b[c]);
            if constexpr (kActivation == Activation::kSilu) {
                y = silu(y);
            } else if constexpr (kActivation == Activation::kMish) {
                y = mish(y);
            } else if constexpr (kActivation == Activation::kGelu) {
                y = gelu(y);
            }
            if constexpr (kResidual) {
                y += residual[at + c];
            }
            target[at + c] = y;
        }
    }
}

template <Activation kActivation>
void finish(
        int32_t channels, int32_t length, const float* source, const float* residual, float* target, const float* a,
        const float* b) {
    if (residual != nullptr) {
        finish<kActivation, true>(channels, length, source, residual, target, a, b);
    } else {
        finish<kActivation, false>(channels, length, source, residual, target, a, b);
    }
}

}  // namespace

void apply_epilogue(
        const Epilogue& epilogue, int32_t channels, int32_t length, const float* source, const float* residual,
        float* target, float* coefficients) {
    float* a = coefficients;
    float* b = coefficients + channels;
    switch (epilogue.norm.kind) {
        case NormKind::kGroup:
            group_coefficients(
                    epilogue.norm, channels, length, source, coefficients + 2 * channels, coefficients + 3 * channels,
                    a, b);
            break;
        case NormKind::kRms:
            normalize_rms(epilogue.norm, channels, length, source, target);
            source = target;
            [[fallthrough]];
        case NormKind::kNone:
            for (int32_t c = 0; c < channels; ++c) {
                a[c] = 1;
                b[c] = 0;
            }
            break;
    }
    if (epilogue.scale_shift != nullptr) {
        for (int32_t c = 0; c < channels; ++c) {
            float scale = 1.0f + epilogue.scale_shift[c];
            a[c] *= scale;
            b[c] = fma_rn(b[c], scale, epilogue.scale_shift[channels + c]);
        }
    } else if (epilogue.norm.kind != NormKind::kGroup && epilogue.activation == Activation::kNone
               && residual == nullptr && source == target) {
        return;
    }
    switch (epilogue.activation) {
        case Activation::kNone:
            return finish<Activation::kNone>(channels, length, source, residual, target, a, b);
        case Activation::kSilu:
            return finish<Activation::kSilu>(channels, length, source, residual, target, a, b);
        case Activation::kMish:
            return finish<Activation::kMish>(channels, length, source, residual, target, a, b);
        case Activation::kGelu:
            return finish<Activation::kGelu>(channels, length, source, residual, target, a, b);
    }
}

}  // namespace elites
