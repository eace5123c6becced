// What follows a convolution whose tiles do not hold what its norm needs, a dense layer's product by a matrix library, or a
// normalisation of its own: bias, norm, modulation, activation and residual of a feature map in one pass, a block a row.
#include "elites/cuda/epilogue.h"

namespace elites {

struct FinishFeatures {
    Epilogue epilogue;
    const void* source;  // [rows, length, channels]
    const float* bias;   // [channels], or null where the source has it
    void* target;        // [rows, length, channels]
    int32_t rows, channels, length;
};

// Shared floats: the row, its lines rounded up to four channels; mean and inverse deviation of each group, or a factor of
// each position.
template <typename Source, typename T>
__device__ void finish_features(const FinishFeatures& arguments) {
    FeatureTile tile = {};
    tile.x = reinterpret_cast<float*>(shared_bytes);
    tile.pitch = (arguments.channels + 3) / 4 * 4;
    tile.lines = tile.length = arguments.length;
    tile.channels = tile.all_channels = arguments.channels;
    tile.statistics = tile.x + arguments.length * tile.pitch;
    int32_t width = arguments.channels * arguments.length;
    for (int64_t row = blockIdx.x; row < arguments.rows; row += gridDim.x) {
        const Source* source = static_cast<const Source*>(arguments.source) + row * width;
        Turn place(threadIdx.x, blockDim.x, arguments.channels);
        for (int32_t e = threadIdx.x; e < width; e += blockDim.x, place.advance()) {
            float bias = arguments.bias == nullptr ? 0.0f : arguments.bias[place.remainder];
            tile.x[place.quotient * tile.pitch + place.remainder] = to_float(source[e]) + bias;
        }
        __syncthreads();
        measure(arguments.epilogue, tile);
        __syncthreads();
        finish_tile(arguments.epilogue, tile, row * arguments.length, static_cast<T*>(arguments.target));
#if ELITES_SEEDED_BUG != 1
        // The next row overwrites what slower threads still read.
        __syncthreads();
#endif
    }
}

}  // namespace elites

ELITES_KERNEL(finish_f32, elites::FinishFeatures, 256) {
    elites::finish_features<float, float>(arguments);
}

// Of what a product left in float32.
ELITES_KERNEL(finish_f32_bf16, elites::FinishFeatures, 256) {
    elites::finish_features<float, __nv_bfloat16>(arguments);
}

ELITES_KERNEL(finish_bf16, elites::FinishFeatures, 256) {
    elites::finish_features<__nv_bfloat16, __nv_bfloat16>(arguments);
}
