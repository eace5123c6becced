// What follows a convolution: residual + activation(norm(y) * (1 + scale) + shift), on lines (row, position) of channels
// that a block holds in shared memory. Sums have an order that depends on the shape of one row alone.
#pragma once

#include "elites/cuda/feature.h"
#include "elites/cuda/warp.h"
#include "elites/elementary.h"

namespace elites {

enum NormKind : int32_t { kNoNorm = 0, kGroupNorm = 1, kRmsNorm = 2 };
enum Activation : int32_t { kNoActivation = 0, kSilu = 1, kMish = 2, kGelu = 3 };

struct Epilogue {
    const void* residual;      // [rows, length, channels], elements as the target's, or null
    const float* gain;         // [channels]
    const float* bias;         // [channels]
    const float* scale_shift;  // [2, channels] or null
    int32_t norm, groups;
    float epsilon;
    int32_t activation;
};

// Lines of whole rows, all with channels [first_channel, first_channel + channels) of all_channels. A group norm finds
// its groups whole, an RMS norm all channels.
struct FeatureTile {
    float* x;           // line l, channel c: x[l * pitch + c]; the pitch is a multiple of 4
    float* statistics;  // mean and inverse deviation of (row, group); or a factor of each line
    int32_t pitch;
    int32_t lines, length;
    int32_t first_channel, channels, all_channels;
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

// item / divisor and item % divisor of items a step apart, with one division for all.
struct Turn {
    int32_t quotient, remainder;
    int32_t divisor, step_quotient, step_remainder;

    __device__ Turn(int32_t first, int32_t step, int32_t by)
        : quotient(first / by), remainder(first % by), divisor(by), step_quotient(step / by), step_remainder(step % by) {}

    __device__ void advance() {
        quotient += step_quotient;
        remainder += step_remainder;
        if (remainder >= divisor) {
            remainder -= divisor;
            ++quotient;
        }
    }
};

// Mean and inverse deviation of a group of a row, by one warp: terms go to lanes by their number.
__device__ inline void measure_group(const Epilogue& epilogue, const FeatureTile& tile, int32_t item) {
    int32_t width = tile.all_channels / epilogue.groups;
    int32_t groups = tile.channels / width;
    int32_t lane = threadIdx.x % kWarp;
    int32_t count = width * tile.length;
    const float* x = tile.x + item / groups * tile.length * tile.pitch + item % groups * width;
    float sum = 0;
    Turn place(lane, kWarp, width);
    for (int32_t i = lane; i < count; i += kWarp, place.advance()) {
        sum += x[place.quotient * tile.pitch + place.remainder];
    }
    float mean = warp_sum(sum) / static_cast<float>(count);
    float square = 0;
    place = Turn(lane, kWarp, width);
    for (int32_t i = lane; i < count; i += kWarp, place.advance()) {
        float centred = x[place.quotient * tile.pitch + place.remainder] - mean;
        square = fma_rn(centred, centred, square);
    }
    float variance = warp_sum(square) / static_cast<float>(count);
    if (lane == 0) {
        tile.statistics[2 * item] = mean;
        tile.statistics[2 * item + 1] = 1.0f / nan_unless_finite(sqrt_rn(variance + epilogue.epsilon));
    }
}

// sqrt(channels) / max(||x||, 1e-12) of a line, by one warp.
__device__ inline void measure_line(const FeatureTile& tile, int32_t line) {
    const float* x = tile.x + line * tile.pitch;
    float squares = 0;
    for (int32_t c = threadIdx.x % kWarp; c < tile.channels; c += kWarp) {
        squares = fma_rn(x[c], x[c], squares);
    }
    float norm = nan_unless_finite(sqrt_rn(warp_sum(squares)));
    if (threadIdx.x % kWarp == 0) {
        // Not a maximum: NaN must stay NaN.
        tile.statistics[line] = sqrt_rn(static_cast<float>(tile.channels)) / (norm < 1e-12f ? 1e-12f : norm);
    }
}

// By the whole block, which sees the statistics behind the next barrier.
__device__ inline void measure(const Epilogue& epilogue, const FeatureTile& tile) {
    int32_t warp = threadIdx.x / kWarp;
    int32_t warps = blockDim.x / kWarp;
    if (epilogue.norm == kGroupNorm) {
        int32_t groups = tile.channels / (tile.all_channels / epilogue.groups);
        for (int32_t item = warp; item < tile.lines / tile.length * groups; item += warps) {
            measure_group(epilogue, tile, item);
        }
    } else if (epilogue.norm == kRmsNorm) {
        for (int32_t line = warp; line < tile.lines; line += warps) {
            measure_line(tile, line);
        }
    }
}

// What four channels have in common on all lines; `present` of them are there.
struct FourChannels {
    float gain[4], bias[4], scale[4], shift[4];
    int32_t group[4];  // in the tile
    int32_t first, present;

    __device__ FourChannels(const Epilogue& epilogue, const FeatureTile& tile, int32_t quad) {
        first = 4 * quad;
        present = tile.channels - first < 4 ? tile.channels - first : 4;
        for (int32_t i = 0; i < 4; ++i) {
            int32_t channel = tile.first_channel + first + i;
            bool there = i < present;
            gain[i] = there && epilogue.norm != kNoNorm ? epilogue.gain[channel] : 1.0f;
            bias[i] = there && epilogue.norm == kGroupNorm ? epilogue.bias[channel] : 0.0f;
            scale[i] = there && epilogue.scale_shift != nullptr ? 1.0f + epilogue.scale_shift[channel] : 1.0f;
            shift[i] = there && epilogue.scale_shift != nullptr
                    ? epilogue.scale_shift[tile.all_channels + channel]
                    : 0.0f;
            group[i] = there && epilogue.norm == kGroupNorm ? (first + i) / (tile.all_channels / epilogue.groups) : 0;
        }
    }

    // x := activation(norm(x) * scale + shift) on a line of a row of the tile.
    __device__ void finish(
            const Epilogue& epilogue, const FeatureTile& tile, int32_t row, int32_t line, float (&x)[4]) const {
        int32_t groups = epilogue.norm == kGroupNorm ? tile.channels / (tile.all_channels / epilogue.groups) : 0;
        for (int32_t i = 0; i < 4; ++i) {
            float a = gain[i];
            float b = bias[i];
            if (epilogue.norm == kGroupNorm) {
                const float* statistics = tile.statistics + 2 * (row * groups + group[i]);
                a *= statistics[1];
                b = fma_rn(-statistics[0], a, b);
            } else if (epilogue.norm == kRmsNorm) {
                a *= tile.statistics[line];
            }
            x[i] = activated(fma_rn(x[i], a * scale[i], fma_rn(b, scale[i], shift[i])), epilogue.activation);
        }
    }
};

// Finishes the tile's lines and stores them: line l of the tile is line first_line + l of the residual and the target.
template <typename T>
__device__ inline void finish_tile(const Epilogue& epilogue, const FeatureTile& tile, int64_t first_line, T* target) {
    int32_t quads = (tile.channels + 3) / 4;
    int32_t threads = static_cast<int32_t>(blockDim.x);
    int32_t across = quads < threads ? quads : threads;
    int32_t down = threads / across;
    int32_t first = static_cast<int32_t>(threadIdx.x) / across;
    bool by_four = tile.all_channels % 4 == 0;
    for (int32_t quad = static_cast<int32_t>(threadIdx.x) % across; quad < quads && first < down; quad += across) {
        FourChannels channels(epilogue, tile, quad);
        Turn place(first, down, tile.length);
        for (int32_t line = first; line < tile.lines; line += down, place.advance()) {
            float x[4];
            load4(tile.x + line * tile.pitch + channels.first, x);
            channels.finish(epilogue, tile, place.quotient, line, x);
            int64_t at = (first_line + line) * tile.all_channels + tile.first_channel + channels.first;
            const T* residual = static_cast<const T*>(epilogue.residual);
            if (by_four) {
                float added[4] = {};
                if (residual != nullptr) {
                    load4(residual + at, added);
                }
                for (int32_t i = 0; i < 4; ++i) {
                    x[i] += added[i];
                }
                store4(target + at, x);
            } else {
                for (int32_t i = 0; i < 4; ++i) {
                    if (i < channels.present) {
                        target[at + i] = rounded<T>(x[i] + (residual == nullptr ? 0.0f : to_float(residual[at + i])));
                    }
                }
            }
        }
    }
}

}  // namespace elites
