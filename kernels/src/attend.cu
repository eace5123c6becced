// Attention over the positions of one individual, a block a head: queries, keys, values and weights lie in shared memory.
// The source [length, 3 * channels] holds queries, keys and values.
#include "elites/cuda/feature.h"
#include "elites/cuda/warp.h"
#include "elites/elementary.h"

namespace elites {

struct Attend {
    const void* source;  // [rows, length, 3 * heads * width]
    void* target;        // [rows, length, heads * width]
    int32_t rows, length, heads, width;
};

// Shared floats: queries, keys and values, each line one longer than needed, so that lines begin in different banks; then
// weights or context.
struct Head {
    float* query;
    float* key;
    float* value;
    float* rest;
    int32_t stride;
};

__device__ inline Head head_of(const Attend& arguments) {
    float* floats = reinterpret_cast<float*>(shared_bytes);
    int32_t stride = arguments.width + 1;
    int32_t part = arguments.length * stride;
    return {floats, floats + part, floats + 2 * part, floats + 3 * part, stride};
}

template <typename T>
__device__ void fetch(const Attend& arguments, int64_t row, int32_t head, const Head& to) {
    int32_t channels = arguments.heads * arguments.width;
    const T* source = static_cast<const T*>(arguments.source) + row * arguments.length * 3 * channels;
    int32_t part = arguments.length * arguments.width;
    for (int32_t i = threadIdx.x; i < 3 * part; i += blockDim.x) {
        int32_t which = i / part;
        int32_t position = i % part / arguments.width;
        int32_t channel = i % arguments.width;
        to.query[(which * arguments.length + position) * to.stride + channel] =
                to_float(source[(3 * position + which) * channels + head * arguments.width + channel]);
    }
    __syncthreads();
}

// line := scale * softmax(line), by one warp; the values of a line are `step` apart.
__device__ inline void softmax(float* line, int32_t count, int32_t step, float scale) {
    int32_t lane = threadIdx.x % kWarp;
    float largest = line[0];
    for (int32_t i = lane; i < count; i += kWarp) {
        largest = line[i * step] > largest ? line[i * step] : largest;
    }
    largest = warp_max(largest);
    float sum = 0;
    for (int32_t i = lane; i < count; i += kWarp) {
        float weight = exponential(line[i * step] - largest);
        line[i * step] = weight;
        sum += weight;
    }
    float factor = scale / warp_sum(sum);
    for (int32_t i = lane; i < count; i += kWarp) {
        line[i * step] *= factor;
    }
}

// target[i, c] = sum over k of left[i * i_step + k * k_step] * right[k, c], by index; put(i, c, sum) for each.
template <typename Put>
__device__ inline void multiply(
        const float* left, int32_t i_step, int32_t k_step, const float* right, int32_t right_stride, int32_t lines,
        int32_t terms, int32_t columns, Put&& put) {
    for (int32_t item = threadIdx.x; item < lines * columns; item += blockDim.x) {
        int32_t i = item / columns;
        int32_t c = item % columns;
        float sum = 0;
        for (int32_t k = 0; k < terms; ++k) {
            sum = fma_rn(left[i * i_step + k * k_step], right[k * right_stride + c], sum);
        }
        put(i, c, sum);
    }
}

// out = softmax(q k^T / sqrt(width)) v
template <typename Put>
__device__ void attend_fully(const Attend& arguments, const Head& head, Put&& put) {
    int32_t length = arguments.length;
    float scale = 1.0f / sqrt_rn(static_cast<float>(arguments.width));
    for (int32_t item = threadIdx.x; item < length * length; item += blockDim.x) {
        const float* query = head.query + item / length * head.stride;
        const float* key = head.key + item % length * head.stride;
        float product = 0;
        for (int32_t c = 0; c < arguments.width; ++c) {
            product = fma_rn(query[c], key[c], product);
        }
        head.rest[item] = product * scale;
    }
    __syncthreads();
    for (int32_t l = threadIdx.x / kWarp; l < length; l += blockDim.x / kWarp) {
        softmax(head.rest + l * length, length, 1, 1.0f);
    }
    __syncthreads();
    multiply(head.rest, length, 1, head.value, head.stride, length, length, arguments.width, put);
}

// out = (softmax over positions (k))^T v, applied to queries that are a softmax over the head's channels.
template <typename Put>
__device__ void attend_linearly(const Attend& arguments, const Head& head, Put&& put) {
    int32_t width = arguments.width;
    int32_t length = arguments.length;
    float scale = 1.0f / sqrt_rn(static_cast<float>(width));
    for (int32_t line = threadIdx.x / kWarp; line < width + length; line += blockDim.x / kWarp) {
        if (line < width) {
            softmax(head.key + line, length, head.stride, 1.0f);
        } else {
            softmax(head.query + (line - width) * head.stride, width, 1, scale);
        }
    }
    __syncthreads();
    multiply(head.key, 1, head.stride, head.value, head.stride, width, length, width, [&](int32_t i, int32_t c, float sum) {
        head.rest[i * head.stride + c] = sum;
    });
    __syncthreads();
    multiply(head.query, head.stride, 1, head.rest, head.stride, length, width, width, put);
}

template <typename T, bool kLinear>
__device__ void attend(const Attend& arguments) {
    Head head = head_of(arguments);
    int32_t channels = arguments.heads * arguments.width;
    int64_t items = static_cast<int64_t>(arguments.rows) * arguments.heads;
    for (int64_t item = blockIdx.x; item < items; item += gridDim.x) {
        int64_t row = item / arguments.heads;
        int32_t h = static_cast<int32_t>(item % arguments.heads);
        fetch<T>(arguments, row, h, head);
        T* target = static_cast<T*>(arguments.target) + row * arguments.length * channels + h * arguments.width;
        auto put = [&](int32_t position, int32_t channel, float sum) {
            target[position * channels + channel] = rounded<T>(sum);
        };
        if constexpr (kLinear) {
            attend_linearly(arguments, head, put);
        } else {
            attend_fully(arguments, head, put);
        }
        // The next head overwrites what slower threads still read.
        __syncthreads();
    }
}

}  // namespace elites

ELITES_KERNEL(attend_f32, elites::Attend, 256) {
    elites::attend<float, false>(arguments);
}

ELITES_KERNEL(attend_bf16, elites::Attend, 256) {
    elites::attend<__nv_bfloat16, false>(arguments);
}

ELITES_KERNEL(attend_linearly_f32, elites::Attend, 256) {
    elites::attend<float, true>(arguments);
}

ELITES_KERNEL(attend_linearly_bf16, elites::Attend, 256) {
    elites::attend<__nv_bfloat16, true>(arguments);
}
