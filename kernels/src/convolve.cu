// A convolution as a product of matrices: line m = (row, position) of the source's windows by column n of the weights,
// in tiles of 64 x 64 that share 16 terms at a time. Sums run by tap and channel, in float32, wherever the line lies.
#include "elites/cuda/feature.h"

namespace elites {

struct Convolve {
    const void* source;   // [rows, length, in]
    const void* weight;   // [kernel, in, out], elements as the source's
    const float* bias;    // [out] or null
    void* target;         // [rows, out_length, out]
    int32_t rows, in, out, kernel, stride, padding;
    int32_t upsample;     // whether every position counts twice
    int32_t length, out_length;
};

constexpr int32_t kTile = 64;
constexpr int32_t kTerms = 16;
constexpr int32_t kThreadsAcross = 16;
constexpr int32_t kConvolveThreads = kThreadsAcross * kThreadsAcross;
constexpr int32_t kOfThread = kTile / kThreadsAcross;

struct ConvolveShared {
    // Lines one longer, so that threads that store side by side meet different banks.
    float left[kTerms][kTile + 1];
    float right[kTerms][kTile];
};

// The element of the source that line m multiplies with term k; 0 outside of the source.
template <typename T>
__device__ inline float window(const Convolve& a, int64_t m, int32_t k) {
    if (m >= static_cast<int64_t>(a.rows) * a.out_length || k >= a.kernel * a.in) {
        return 0;
    }
    int64_t row = m / a.out_length;
    int32_t position = static_cast<int32_t>(m % a.out_length) * a.stride + k / a.in - a.padding;
    int32_t positions = a.upsample != 0 ? 2 * a.length : a.length;
    if (position < 0 || position >= positions) {
        return 0;
    }
    int64_t from = row * a.length + (a.upsample != 0 ? position / 2 : position);
    return to_float(static_cast<const T*>(a.source)[from * a.in + k % a.in]);
}

template <typename T>
__device__ inline float weight_at(const Convolve& a, int32_t k, int32_t n) {
    return k < a.kernel * a.in && n < a.out
            ? to_float(static_cast<const T*>(a.weight)[static_cast<int64_t>(k) * a.out + n])
            : 0;
}

template <typename T, typename Target>
__device__ void convolve_tile(const Convolve& a, ConvolveShared& shared, int64_t first_line, int32_t first_column) {
    int32_t across = threadIdx.x % kThreadsAcross;
    int32_t down = threadIdx.x / kThreadsAcross;
    float sums[kOfThread][kOfThread] = {};
    for (int32_t k = 0; k < a.kernel * a.in; k += kTerms) {
        for (int32_t i = threadIdx.x; i < kTile * kTerms; i += kConvolveThreads) {
            shared.left[i % kTerms][i / kTerms] = window<T>(a, first_line + i / kTerms, k + i % kTerms);
            shared.right[i / kTile][i % kTile] = weight_at<T>(a, k + i / kTile, first_column + i % kTile);
        }
        __syncthreads();
        for (int32_t term = 0; term < kTerms; ++term) {
            for (int32_t i = 0; i < kOfThread; ++i) {
                float left = shared.left[term][down + i * kThreadsAcross];
                for (int32_t j = 0; j < kOfThread; ++j) {
                    float right = shared.right[term][across + j * kThreadsAcross];
                    sums[i][j] = __fmaf_rn(left, right, sums[i][j]);
                }
            }
        }
        __syncthreads();
    }
    Target* target = static_cast<Target*>(a.target);
    for (int32_t i = 0; i < kOfThread; ++i) {
        int64_t m = first_line + down + i * kThreadsAcross;
        for (int32_t j = 0; j < kOfThread; ++j) {
            int32_t n = first_column + across + j * kThreadsAcross;
            if (m < static_cast<int64_t>(a.rows) * a.out_length && n < a.out) {
                float bias = a.bias == nullptr ? 0 : a.bias[n];
                target[m * a.out + n] = rounded<Target>(sums[i][j] + bias);
            }
        }
    }
}

template <typename T, typename Target>
__device__ void convolve(const Convolve& a) {
    __shared__ ConvolveShared shared;
    int64_t down = (static_cast<int64_t>(a.rows) * a.out_length + kTile - 1) / kTile;
    int32_t across = (a.out + kTile - 1) / kTile;
    for (int64_t tile = blockIdx.x; tile < down * across; tile += gridDim.x) {
        convolve_tile<T, Target>(a, shared, tile / across * kTile, static_cast<int32_t>(tile % across) * kTile);
    }
}

}  // namespace elites

ELITES_KERNEL(convolve_f32, elites::Convolve, elites::kConvolveThreads) {
    elites::convolve<float, float>(arguments);
}

ELITES_KERNEL(convolve_bf16, elites::Convolve, elites::kConvolveThreads) {
    elites::convolve<__nv_bfloat16, __nv_bfloat16>(arguments);
}

// For an epilogue, which reads float32.
ELITES_KERNEL(convolve_bf16_f32, elites::Convolve, elites::kConvolveThreads) {
    elites::convolve<__nv_bfloat16, float>(arguments);
}
