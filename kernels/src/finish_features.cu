// What follows a convolution, or a normalisation of its own: norm, modulation, activation and residual of a feature map
// in one pass, a block a row.
#include "elites/cuda/feature.h"
#include "elites/cuda/warp.h"
#include "elites/elementary.h"

namespace elites {

enum NormKind : int32_t { kNoNorm = 0, kGroupNorm = 1, kRmsNorm = 2 };
enum Activation : int32_t { kNoActivation = 0, kSilu = 1, kMish = 2, kGelu = 3 };

struct FinishFeatures {
    const void* source;        // [rows, length, channels]
    const void* residual;      // [rows, length, channels] or null
    void* target;              // [rows, length, channels]
    const float* gain;         // [channels]
    const float* bias;         // [channels]
    const float* scale_shift;  // [2, channels] or null
    int32_t rows, channels, length;
    int32_t norm, groups;
    float epsilon;
    int32_t activation;
};

__device__ inline float activated(float x, int32_t activation) {
    switch (activation) {
        case kSilu:
            return silu(x);
        case kMish:
            return mish(x);
        case kGelu:
            return gelu(x);
        default:
            return x;
    }
}

// Shared floats: the row; a and b of y = a[c] x + b[c]; a factor for each position.
struct FinishShared {
    float* x;
    float* a;
    float* b;
    float* factors;
};

// Statistics of a group, by one warp: terms go to lanes by their number, so that sums have an order.
__device__ inline void normalize_group(const FinishFeatures& arguments, const FinishShared& shared, int32_t group) {
    int32_t lane = threadIdx.x % kWarp;
    int32_t width = arguments.channels / arguments.groups;
    int32_t first = group * width;
    int32_t count = width * arguments.length;
    auto at = [&](int32_t i) { return shared.x[i / width * arguments.channels + first + i % width]; };
    float sum = 0;
    for (int32_t i = lane; i < count; i += kWarp) {
        sum += at(i);
    }
    float mean = warp_sum(sum) / static_cast<float>(count);
    float square = 0;
    for (int32_t i = lane; i < count; i += kWarp) {
        float centred = at(i) - mean;
        square = fma_rn(centred, centred, square);
    }
    float variance = warp_sum(square) / static_cast<float>(count);
    float inverse_deviation = 1.0f / sqrt_rn(variance + arguments.epsilon);
    for (int32_t c = first + lane; c < first + width; c += kWarp) {
        shared.a[c] = arguments.gain[c] * inverse_deviation;
        shared.b[c] = arguments.bias[c] - mean * shared.a[c];
    }
}

// sqrt(channels) / max(||x||, 1e-12) at a position, by one warp.
__device__ inline void measure_position(const FinishFeatures& arguments, const FinishShared& shared, int32_t position) {
    const float* x = shared.x + position * arguments.channels;
    float squares = 0;
    for (int32_t c = threadIdx.x % kWarp; c < arguments.channels; c += kWarp) {
        squares = fma_rn(x[c], x[c], squares);
    }
    float norm = sqrt_rn(warp_sum(squares));
    if (threadIdx.x % kWarp == 0) {
        // Not a maximum: NaN must stay NaN.
        shared.factors[position] =
                sqrt_rn(static_cast<float>(arguments.channels)) / (norm < 1e-12f ? 1e-12f : norm);
    }
}

__device__ inline void prepare(const FinishFeatures& arguments, const FinishShared& shared) {
    int32_t warp = threadIdx.x / kWarp;
    int32_t warps = blockDim.x / kWarp;
    if (arguments.norm == kGroupNorm) {
        for (int32_t group = warp; group < arguments.groups; group += warps) {
            normalize_group(arguments, shared, group);
        }
    } else {
        for (int32_t c = threadIdx.x; c < arguments.channels; c += blockDim.x) {
            shared.a[c] = arguments.norm == kRmsNorm ? arguments.gain[c] : 1.0f;
            shared.b[c] = 0.0f;
        }
    }
    if (arguments.norm == kRmsNorm) {
        for (int32_t position = warp; position < arguments.length; position += warps) {
            measure_position(arguments, shared, position);
        }
    }
    __syncthreads();
    if (arguments.scale_shift != nullptr) {
        for (int32_t c = threadIdx.x; c < arguments.channels; c += blockDim.x) {
            float scale = 1.0f + arguments.scale_shift[c];
            shared.a[c] *= scale;
            shared.b[c] = fma_rn(shared.b[c], scale, arguments.scale_shift[arguments.channels + c]);
        }
        __syncthreads();
    }
}

template <typename Source, typename T>
__device__ void finish_features(const FinishFeatures& arguments) {
    int32_t width = arguments.channels * arguments.length;
    float* floats = reinterpret_cast<float*>(shared_bytes);
    FinishShared shared = {
            floats, floats + width, floats + width + arguments.channels, floats + width + 2 * arguments.channels};
    for (int64_t row = blockIdx.x; row < arguments.rows; row += gridDim.x) {
        const Source* source = static_cast<const Source*>(arguments.source) + row * width;
        for (int32_t e = threadIdx.x; e < width; e += blockDim.x) {
            shared.x[e] = to_float(source[e]);
        }
        __syncthreads();
        prepare(arguments, shared);
        for (int32_t e = threadIdx.x; e < width; e += blockDim.x) {
            int32_t c = e % arguments.channels;
            float x = arguments.norm == kRmsNorm ? shared.x[e] * shared.factors[e / arguments.channels] : shared.x[e];
            float y = activated(fma_rn(x, shared.a[c], shared.b[c]), arguments.activation);
            if (arguments.residual != nullptr) {
                y += to_float(static_cast<const T*>(arguments.residual)[row * width + e]);
            }
            static_cast<T*>(arguments.target)[row * width + e] = rounded<T>(y);
        }
        // The next row overwrites what slower threads still read.
        __syncthreads();
    }
}

}  // namespace elites

ELITES_KERNEL(finish_f32, elites::FinishFeatures, 256) {
    elites::finish_features<float, float>(arguments);
}

// Of what a convolution left in float32.
ELITES_KERNEL(finish_f32_bf16, elites::FinishFeatures, 256) {
    elites::finish_features<float, __nv_bfloat16>(arguments);
}

ELITES_KERNEL(finish_bf16, elites::FinishFeatures, 256) {
    elites::finish_features<__nv_bfloat16, __nv_bfloat16>(arguments);
}
