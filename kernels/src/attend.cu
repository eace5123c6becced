// Attention over the positions of one individual. A block works on a few heads at once, whose queries, keys, values and
// weights lie in shared memory; its warps take 16 lines of any head's products, or 8 lines of any softmax, in turns.
#include "elites/cuda/warp_product.h"
#include "elites/elementary.h"

namespace elites {

struct Attend {
    const void* source;  // [rows, length, 3 * heads * width]: queries, keys, values
    void* target;        // [rows, length, heads * width]
    int32_t rows, length, heads, width;
    int32_t at_once;  // heads of a block
};

constexpr int32_t kAttendThreads = 256;
constexpr int32_t kSoftmaxLines = 8;  // of a warp, four lanes each

// A head in shared memory: three matrices of length lines, then weights [length, length] or context [width, width]. Four
// floats more a line let lines begin in different banks.
struct Head {
    float* query;
    float* key;
    float* value;
    float* rest;
};

struct HeadShape {
    int32_t length, width, pitch, rest_pitch, floats;

    __device__ HeadShape(const Attend& arguments, bool linear) {
        length = arguments.length;
        width = arguments.width;
        pitch = (width + 3) / 4 * 4 + 4;
        int32_t side = linear ? width : length;
        rest_pitch = (side + 3) / 4 * 4 + 4;
        floats = 3 * length * pitch + side * rest_pitch;
    }

    __device__ Head of(int32_t number) const {
        float* first = reinterpret_cast<float*>(shared_bytes) + number * floats;
        return {first, first + length * pitch, first + 2 * length * pitch, first + 3 * length * pitch};
    }
};

// Copies heads [first, first + count) of all rows' heads.
template <typename T>
__device__ inline void fetch(const Attend& arguments, const HeadShape& shape, int64_t first, int32_t count) {
    int32_t channels = arguments.heads * shape.width;
    const T* source = static_cast<const T*>(arguments.source);
    bool by_four = shape.width % 4 == 0;
    int32_t quads = (shape.width + 3) / 4;
    for (int32_t i = threadIdx.x; i < count * 3 * shape.length * quads; i += blockDim.x) {
        int32_t line = i / quads;
        int32_t channel = i % quads * 4;
        int32_t number = line / (3 * shape.length);
        int32_t within = line % (3 * shape.length);
        int32_t position = within / 3;
        int32_t which = within % 3;
        int64_t item = first + number;
        int64_t row = item / arguments.heads;
        const T* from = source + ((row * shape.length + position) * 3 + which) * channels +
                item % arguments.heads * shape.width + channel;
        float* to = shape.of(number).query + (which * shape.length + position) * shape.pitch + channel;
        float x[4];
        if (by_four) {
            load4(from, x);
        } else {
            for (int32_t c = 0; c < 4; ++c) {
                x[c] = channel + c < shape.width ? to_float(from[c]) : 0.0f;
            }
        }
        store4(to, x);
    }
}

// line := factor * softmax(scale * line) for kSoftmaxLines lines of `lines` from first on, by one warp.
__device__ inline void softmax(
        float* matrix, int32_t first, int32_t lines, int32_t line_step, int32_t terms, int32_t term_step, float scale,
        float factor) {
    int32_t line = first + threadIdx.x % kWarp / 4;
    int32_t t = threadIdx.x % 4;
    // Lanes without a line do what the last one's do, and keep it for themselves.
    float* x = matrix + (line < lines ? line : lines - 1) * line_step;
    auto all = [&](float value, auto&& join) {
        value = join(value, __shfl_xor_sync(kAllLanes, value, 1));
        return join(value, __shfl_xor_sync(kAllLanes, value, 2));
    };
    float largest = x[0];
    for (int32_t i = t; i < terms; i += 4) {
        largest = x[i * term_step] > largest ? x[i * term_step] : largest;
    }
    largest = all(largest, [](float a, float b) { return b > a ? b : a; });
    float sum = 0;
    for (int32_t i = t; i < terms; i += 4) {
        sum += exponential(scale * (x[i * term_step] - largest));
    }
    float share = factor / all(sum, [](float a, float b) { return a + b; });
    // Lanes without a line read the last one, too, and shuffles do not order memory.
    __syncwarp();
    for (int32_t i = t; i < terms && line < lines; i += 4) {
        x[i * term_step] = share * exponential(scale * (x[i * term_step] - largest));
    }
}

// Calls work(head, first line) for every `step` lines of `lines` of each head, a warp a call.
template <typename Work>
__device__ inline void for_lines(int32_t heads, int32_t lines, int32_t step, Work&& work) {
    int32_t parts = (lines + step - 1) / step;
    for (int32_t task = threadIdx.x / kWarp; task < heads * parts; task += blockDim.x / kWarp) {
        work(task / parts, task % parts * step);
    }
}

// out = softmax(q k^T / sqrt(width)) v
template <typename T, typename Put>
__device__ inline void attend_fully(const HeadShape& shape, int32_t heads, Put&& put) {
    int32_t length = shape.length;
    int32_t width = shape.width;
    float scale = 1.0f / sqrt_rn(static_cast<float>(width));
    for_lines(heads, length, kMmaRows, [&](int32_t number, int32_t first) {
        Head head = shape.of(number);
        warp_product<T>(
                first, length, width, length, [&](int32_t m, int32_t k) { return head.query[m * shape.pitch + k]; },
                [&](int32_t k, int32_t n) { return head.key[n * shape.pitch + k]; },
                [&](int32_t m, int32_t n, float sum) { head.rest[m * shape.rest_pitch + n] = sum; });
    });
    __syncthreads();
    for_lines(heads, length, kSoftmaxLines, [&](int32_t number, int32_t first) {
        softmax(shape.of(number).rest, first, length, shape.rest_pitch, length, 1, scale, 1.0f);
    });
#if ELITES_SEEDED_BUG != 1
    __syncthreads();
#endif
    for_lines(heads, length, kMmaRows, [&](int32_t number, int32_t first) {
        Head head = shape.of(number);
        warp_product<T>(
                first, length, length, width,
                [&](int32_t m, int32_t k) { return head.rest[m * shape.rest_pitch + k]; },
                [&](int32_t k, int32_t n) { return head.value[k * shape.pitch + n]; },
                [&](int32_t m, int32_t n, float sum) { put(number, m, n, sum); });
    });
}

// out = (softmax over positions (k))^T v, applied to queries that are a softmax over the head's channels.
template <typename T, typename Put>
__device__ inline void attend_linearly(const HeadShape& shape, int32_t heads, Put&& put) {
    int32_t width = shape.width;
    int32_t length = shape.length;
    float scale = 1.0f / sqrt_rn(static_cast<float>(width));
    for_lines(heads, width, kSoftmaxLines, [&](int32_t number, int32_t first) {
        softmax(shape.of(number).key, first, width, 1, length, shape.pitch, 1.0f, 1.0f);
    });
    for_lines(heads, length, kSoftmaxLines, [&](int32_t number, int32_t first) {
        softmax(shape.of(number).query, first, length, shape.pitch, width, 1, 1.0f, scale);
    });
    __syncthreads();
    for_lines(heads, width, kMmaRows, [&](int32_t number, int32_t first) {
        Head head = shape.of(number);
        warp_product<T>(
                first, width, length, width, [&](int32_t m, int32_t k) { return head.key[k * shape.pitch + m]; },
                [&](int32_t k, int32_t n) { return head.value[k * shape.pitch + n]; },
                [&](int32_t m, int32_t n, float sum) { head.rest[m * shape.rest_pitch + n] = sum; });
    });
    __syncthreads();
    for_lines(heads, length, kMmaRows, [&](int32_t number, int32_t first) {
        Head head = shape.of(number);
        warp_product<T>(
                first, length, width, width, [&](int32_t m, int32_t k) { return head.query[m * shape.pitch + k]; },
                [&](int32_t k, int32_t n) { return head.rest[k * shape.rest_pitch + n]; },
                [&](int32_t m, int32_t n, float sum) { put(number, m, n, sum); });
    });
}

template <typename T, bool kLinear>
__device__ void attend(const Attend& arguments) {
    HeadShape shape(arguments, kLinear);
    int32_t channels = arguments.heads * shape.width;
    int64_t items = static_cast<int64_t>(arguments.rows) * arguments.heads;
    int64_t step = static_cast<int64_t>(gridDim.x) * arguments.at_once;
    for (int64_t first = static_cast<int64_t>(blockIdx.x) * arguments.at_once; first < items; first += step) {
        int32_t heads = items - first < arguments.at_once ? static_cast<int32_t>(items - first) : arguments.at_once;
#if ELITES_SEEDED_BUG == 2
        heads = arguments.at_once;
#endif
        fetch<T>(arguments, shape, first, heads);
        __syncthreads();
        auto put = [&](int32_t number, int32_t position, int32_t channel, float sum) {
            int64_t item = first + number;
            int64_t line = item / arguments.heads * shape.length + position;
            int64_t at = line * channels + item % arguments.heads * shape.width + channel;
            static_cast<T*>(arguments.target)[at] = rounded<T>(sum);
        };
        if constexpr (kLinear) {
            attend_linearly<T>(shape, heads, put);
        } else {
            attend_fully<T>(shape, heads, put);
        }
        // The next heads overwrite what slower threads still read.
        __syncthreads();
    }
}

}  // namespace elites

ELITES_RESIDENT_KERNEL(attend_f32, elites::Attend, elites::kAttendThreads, 3) {
    elites::attend<float, false>(arguments);
}

ELITES_RESIDENT_KERNEL(attend_bf16, elites::Attend, elites::kAttendThreads, 3) {
    elites::attend<__nv_bfloat16, false>(arguments);
}

ELITES_RESIDENT_KERNEL(attend_linearly_f32, elites::Attend, elites::kAttendThreads, 3) {
    elites::attend<float, true>(arguments);
}

ELITES_RESIDENT_KERNEL(attend_linearly_bf16, elites::Attend, elites::kAttendThreads, 3) {
    elites::attend<__nv_bfloat16, true>(arguments);
}
