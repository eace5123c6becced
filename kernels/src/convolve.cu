// A convolution and what follows it, as a product of matrices on tensor cores: line m = (row, position) by output channel
// n, summed over channels and taps. A tile holds whole rows where they fit, so that its norm is found in the block.
//
// The source's positions that a tile's windows cover lie in shared memory once, in slabs of a few channels, and every
// tap reads them shifted; what a window has outside of the source is one line of zeros. Weights come in the order in
// which lanes need them. Copies run two steps (slab, tap) ahead of the products.
//
// Sums run by slab, tap and channel, whatever the tile, so that tiles may be chosen by the size of a job.
#include "elites/cuda/copy_async.h"
#include "elites/cuda/epilogue.h"
#include "elites/cuda/unroll.h"
#include "elites/cuda/warp_product.h"

namespace elites {

struct Convolve {
    Epilogue epilogue;
    const void* source;  // [rows, length, in]
    const void* weight;  // [kernel, ceil(in bytes / 32), ceil(out / 16), 32 lanes, 2 x 8 columns, 2 words], see mma.h
    const float* bias;   // [out] or null
    void* target;        // [rows, out_length, out]
    int32_t rows, in, out, kernel, stride, padding;
    int32_t upsample;  // whether every position counts twice
    int32_t length, out_length;
    int32_t raw;  // whether the target is float32 whatever the source, for an epilogue of its own
};

constexpr int32_t kConvolveThreads = 256;
constexpr int32_t kStepBytes = 32;  // of channels in one product of a warp
constexpr int32_t kSlabSteps = 4;   // at most, in a slab
constexpr int32_t kWeightBytes = 512;  // of a step and 16 columns
constexpr int32_t kWeightSlots = 3;

// Warps side by side over a tile, and what each of them works on: lines by 16, columns by 16.
template <int32_t kDown, int32_t kAcross, int32_t kLines16, int32_t kColumns16>
struct ConvolveTile {
    static_assert(kDown * kAcross * kWarp == kConvolveThreads, "all warps have a part");
    static constexpr int32_t kWarpsAcross = kAcross;
    static constexpr int32_t kLinesOfWarp = kLines16;
    static constexpr int32_t kColumnsOfWarp = kColumns16;
    static constexpr int32_t kLines = 16 * kDown * kLines16;
    static constexpr int32_t kColumns = 16 * kAcross * kColumns16;
    // Sums of lines below each other begin in different banks.
    static constexpr int32_t kPitch = kColumns + 8;
};

// Which lines a tile has, and which positions of the source they see.
struct TilePlace {
    int64_t first_line;
    int32_t first_row, rows;  // of the population; the last tile may reach beyond
    int32_t first_position, positions, lines;
    int32_t first_column;
    int32_t first_seen, seen;
};

__device__ inline int32_t least(int32_t a, int32_t b) {
    return a < b ? a : b;
}

// Tiles of a column of tiles; a row longer than a tile is cut into parts of one size.
__device__ inline int64_t tiles_down(const Convolve& a, int32_t lines) {
    int32_t rows = lines / a.out_length;
    return rows > 0 ? (static_cast<int64_t>(a.rows) + rows - 1) / rows
                    : static_cast<int64_t>(a.rows) * ((a.out_length + lines - 1) / lines);
}

__device__ inline TilePlace tile_place(const Convolve& a, int64_t tile, int32_t lines, int32_t columns) {
    TilePlace place = {};
    int32_t across = (a.out + columns - 1) / columns;
    place.first_column = static_cast<int32_t>(tile % across) * columns;
    int64_t down = tile / across;
    place.rows = lines / a.out_length;
    if (place.rows > 0) {
        place.first_row = static_cast<int32_t>(down * place.rows);
        place.rows = least(place.rows, a.rows - place.first_row);
        place.positions = a.out_length;
    } else {
        int32_t parts = (a.out_length + lines - 1) / lines;
        place.first_row = static_cast<int32_t>(down / parts);
        place.rows = 1;
        place.first_position = static_cast<int32_t>(down % parts) * lines;
        place.positions = least(lines, a.out_length - place.first_position);
    }
    place.first_line = static_cast<int64_t>(place.first_row) * a.out_length + place.first_position;
    place.lines = place.rows * place.positions;
    int32_t first = place.first_position * a.stride - a.padding;
    int32_t last = first + (place.positions - 1) * a.stride + a.kernel - 1;
    int32_t there = a.upsample != 0 ? 2 * a.length : a.length;
    first = first < 0 ? 0 : least(first, there - 1);
    last = last < first ? first : least(last, there - 1);
    place.first_seen = a.upsample != 0 ? first / 2 : first;
    place.seen = (a.upsample != 0 ? last / 2 : last) - place.first_seen + 1;
    return place;
}

// Shared memory: a line of zeros; slabs; weights. The sums of the tile and its statistics overwrite the last two.
struct ConvolveShared {
    unsigned char* zeros;
    unsigned char* slabs;
    unsigned char* weights;
    int32_t pitch, slab_bytes, slab_slots, weight_bytes;

    template <typename Tile>
    __device__ static ConvolveShared of(const Convolve& a, const TilePlace& place, int32_t steps) {
        ConvolveShared shared;
        int32_t slab_steps = least(steps, kSlabSteps);
        // An odd number of 16 bytes, so that eight lines begin in eight groups of banks.
        shared.pitch = slab_steps * kStepBytes + 16;
        shared.slab_bytes = place.rows * place.seen * shared.pitch;
        // With one tap every step has a slab of its own, and two are ahead.
        shared.slab_slots = a.kernel == 1 && ELITES_SEEDED_BUG != 2 ? 3 : 2;
        shared.weight_bytes = slab_steps * (Tile::kColumns / 16) * kWeightBytes;
        shared.zeros = shared_bytes;
        shared.slabs = shared_bytes + kSlabSteps * kStepBytes;
        shared.weights = shared.slabs + shared.slab_slots * shared.slab_bytes;
        return shared;
    }
};

// A step of the product: steps of channels that lie in one slab, and a tap.
struct ConvolveStep {
    int32_t slab, tap, number;

    __device__ void advance(int32_t taps) {
        ++number;
        if (++tap == taps) {
            tap = 0;
            ++slab;
        }
    }
};

// Begins to copy channels of the positions that the tile sees. Channels beyond the last are zeros.
template <typename T>
__device__ inline void fetch_slab(const Convolve& a, const TilePlace& place, const ConvolveShared& shared, int32_t slab) {
    constexpr int32_t kPieces = kSlabSteps * kStepBytes / 16;
    constexpr int32_t kElements = 16 / sizeof(T);
    unsigned char* to = shared.slabs + slab % shared.slab_slots * shared.slab_bytes;
    int32_t channel_bytes = a.in * static_cast<int32_t>(sizeof(T));
    bool aligned = channel_bytes % 16 == 0;
    const T* source = static_cast<const T*>(a.source);
    for (int32_t i = threadIdx.x; i < place.rows * place.seen * kPieces; i += kConvolveThreads) {
        int32_t piece = i % kPieces;
        if (16 * piece >= shared.pitch - 16) {
            continue;
        }
        int32_t line = i / kPieces;
        int32_t first = slab * kSlabSteps * kStepBytes + 16 * piece;
        int32_t valid = channel_bytes - first;
        valid = valid < 0 ? 0 : least(valid, 16);
        int64_t row = place.first_row + line / place.seen;
        const T* from = source + (row * a.length + place.first_seen + line % place.seen) * a.in;
        unsigned char* at = to + line * shared.pitch + 16 * piece;
        if (aligned) {
            copy_async(at, valid > 0 ? from + first / static_cast<int32_t>(sizeof(T)) : source, valid);
        } else {
            T* elements = reinterpret_cast<T*>(at);
            ELITES_KEEP_LOOP
            for (int32_t e = 0; e < kElements; ++e) {
                bool there = e * static_cast<int32_t>(sizeof(T)) < valid;
                elements[e] = there ? from[first / static_cast<int32_t>(sizeof(T)) + e] : rounded<T>(0.0f);
            }
        }
    }
}

// Begins to copy the weights of a step for the tile's columns.
template <typename Tile>
__device__ inline void fetch_weights(
        const Convolve& a, const TilePlace& place, const ConvolveShared& shared, const ConvolveStep& step, int32_t steps) {
    constexpr int32_t kPieces = Tile::kColumns / 16 * kWeightBytes / 16;
    int32_t columns16 = (a.out + 15) / 16;
    int32_t present = least(columns16 - place.first_column / 16, Tile::kColumns / 16) * (kWeightBytes / 16);
    int32_t count = least(steps - step.slab * kSlabSteps, kSlabSteps);
    unsigned char* to = shared.weights + step.number % kWeightSlots * shared.weight_bytes;
    const unsigned char* from = static_cast<const unsigned char*>(a.weight) +
            ((static_cast<int64_t>(step.tap) * steps + step.slab * kSlabSteps) * columns16 + place.first_column / 16) *
                    kWeightBytes;
    for (int32_t i = threadIdx.x; i < count * kPieces; i += kConvolveThreads) {
        int32_t piece = i % kPieces;
        if (piece < present) {
            copy_async(to + 16 * i, from + static_cast<int64_t>(i / kPieces) * columns16 * kWeightBytes + 16 * piece, 16);
        }
    }
}

// One warp's part of a tile.
template <typename Tile>
struct WarpSums {
    float sums[Tile::kLinesOfWarp][2 * Tile::kColumnsOfWarp][4];
    // Where this lane's line of each 16 begins: its first position, perhaps before the source, and its row's line in a
    // slab.
    int32_t origin[Tile::kLinesOfWarp];
    int32_t base[Tile::kLinesOfWarp];
    int32_t first_line, first_column;
    bool idle;  // all beyond the lines or the columns

    __device__ WarpSums(const Convolve& a, const TilePlace& place) {
        int32_t warp = threadIdx.x / kWarp;
        int32_t lane = threadIdx.x % kWarp;
        first_line = warp / Tile::kWarpsAcross * 16 * Tile::kLinesOfWarp;
        first_column = warp % Tile::kWarpsAcross * 16 * Tile::kColumnsOfWarp;
        idle = first_line >= place.lines || place.first_column + first_column >= a.out;
        for (int32_t i = 0; i < Tile::kLinesOfWarp; ++i) {
            int32_t line = first_line + 16 * i + lane % 16;
            int32_t row = line / place.positions;
            int32_t position = place.first_position + line % place.positions;
            // A line that is not there sees no position.
            origin[i] = line < place.lines ? position * a.stride - a.padding : INT32_MIN / 2;
            base[i] = row * place.seen - place.first_seen;
            for (int32_t j = 0; j < 2 * Tile::kColumnsOfWarp; ++j) {
                for (float& sum : sums[i][j]) {
                    sum = 0;
                }
            }
        }
    }

    template <typename T>
    __device__ void add(
            const Convolve& a, const ConvolveShared& shared, const ConvolveStep& step, int32_t steps) {
        int32_t lane = threadIdx.x % kWarp;
        const unsigned char* slab = shared.slabs + step.slab % shared.slab_slots * shared.slab_bytes;
        const unsigned char* weights = shared.weights + step.number % kWeightSlots * shared.weight_bytes +
                first_column / 16 * kWeightBytes + 16 * lane;
        int32_t there = a.upsample != 0 ? 2 * a.length : a.length;
        const unsigned char* lines[Tile::kLinesOfWarp];
        for (int32_t i = 0; i < Tile::kLinesOfWarp; ++i) {
            int32_t position = origin[i] + step.tap;
            int32_t line = base[i] + (a.upsample != 0 ? position / 2 : position);
#if ELITES_SEEDED_BUG == 1
            ++there;
#endif
            lines[i] = (position >= 0 && position < there ? slab + line * shared.pitch : shared.zeros) + lane / 16 * 16;
        }
        int32_t count = least(steps - step.slab * kSlabSteps, kSlabSteps);
        ELITES_UNROLL_BY((sizeof(T) == 2 ? 2 : 1))
        for (int32_t k = 0; k < count; ++k) {
            uint32_t left[Tile::kLinesOfWarp][4];
            for (int32_t i = 0; i < Tile::kLinesOfWarp; ++i) {
                load_rows(left[i], lines[i] + k * kStepBytes);
            }
            for (int32_t j = 0; j < Tile::kColumnsOfWarp; ++j) {
                const uint4 words = *reinterpret_cast<const uint4*>(
                        weights + (k * (Tile::kColumns / 16) + j) * kWeightBytes);
                const uint32_t right[2][2] = {{words.x, words.y}, {words.z, words.w}};
                for (int32_t i = 0; i < Tile::kLinesOfWarp; ++i) {
                    for (int32_t half = 0; half < 2; ++half) {
                        multiply<T>(sums[i][2 * j + half], left[i], right[half]);
                    }
                }
            }
        }
    }

    // Puts the sums, with the bias, where the whole block finds them.
    __device__ void put(const Convolve& a, const TilePlace& place, float* tile) const {
        int32_t lane = threadIdx.x % kWarp;
        for (int32_t j = 0; j < 2 * Tile::kColumnsOfWarp; ++j) {
            int32_t column = first_column + 8 * j + lane % 4 * 2;
            int32_t channel = place.first_column + column;
            float bias[2];
            for (int32_t c = 0; c < 2; ++c) {
                bias[c] = a.bias != nullptr && channel + c < a.out ? a.bias[channel + c] : 0.0f;
            }
            for (int32_t i = 0; i < Tile::kLinesOfWarp; ++i) {
                float* at = tile + (first_line + 16 * i + lane / 4) * Tile::kPitch + column;
                const float* s = sums[i][j];
                *reinterpret_cast<float2*>(at) = make_float2(s[0] + bias[0], s[1] + bias[1]);
                *reinterpret_cast<float2*>(at + 8 * Tile::kPitch) = make_float2(s[2] + bias[0], s[3] + bias[1]);
            }
        }
    }
};

template <typename T, typename Tile>
__device__ inline void convolve_tile(const Convolve& a, const TilePlace& place) {
    int32_t steps = (a.in * static_cast<int32_t>(sizeof(T)) + kStepBytes - 1) / kStepBytes;
    int32_t total = (steps + kSlabSteps - 1) / kSlabSteps * a.kernel;
    ConvolveShared shared = ConvolveShared::of<Tile>(a, place, steps);
    for (int32_t i = threadIdx.x; i < kSlabSteps * kStepBytes / 4; i += kConvolveThreads) {
        reinterpret_cast<uint32_t*>(shared.zeros)[i] = 0;
    }
    auto fetch = [&](const ConvolveStep& step) {
        if (step.number < total) {
            if (step.tap == 0) {
                fetch_slab<T>(a, place, shared, step.slab);
            }
            fetch_weights<Tile>(a, place, shared, step, steps);
        }
        commit_copies();
    };
    ConvolveStep ahead = {};
    for (int32_t i = 0; i < kWeightSlots - 1; ++i) {
        fetch(ahead);
        ahead.advance(a.kernel);
    }
    WarpSums<Tile> sums(a, place);
    for (ConvolveStep step = {}; step.number < total; step.advance(a.kernel)) {
        wait_for_copies<kWeightSlots - 2 + (ELITES_SEEDED_BUG == 3)>();
        // Everybody's copies have landed, and nobody reads what the next ones overwrite.
        __syncthreads();
        fetch(ahead);
        ahead.advance(a.kernel);
        if (!sums.idle) {
            sums.template add<T>(a, shared, step, steps);
        }
    }
    __syncthreads();
    FeatureTile tile = {};
    tile.x = reinterpret_cast<float*>(shared.slabs);
    tile.statistics = tile.x + Tile::kLines * Tile::kPitch;
    tile.pitch = Tile::kPitch;
    tile.lines = place.lines;
    tile.length = place.positions;
    tile.first_channel = place.first_column;
    tile.channels = least(Tile::kColumns, a.out - place.first_column);
    tile.all_channels = a.out;
    if (!sums.idle) {
        sums.put(a, place, tile.x);
    }
    __syncthreads();
    measure(a.epilogue, tile);
    __syncthreads();
    if (a.raw != 0) {
        finish_tile(a.epilogue, tile, place.first_line, static_cast<float*>(a.target));
    } else {
        finish_tile(a.epilogue, tile, place.first_line, static_cast<T*>(a.target));
    }
}

template <typename T, typename Tile>
__device__ void convolve(const Convolve& a) {
    int64_t tiles = tiles_down(a, Tile::kLines) * ((a.out + Tile::kColumns - 1) / Tile::kColumns);
    for (int64_t tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
        convolve_tile<T, Tile>(a, tile_place(a, tile, Tile::kLines, Tile::kColumns));
        // The next tile overwrites what slower threads still read.
        __syncthreads();
    }
}

using Tile128x128 = ConvolveTile<4, 2, 2, 4>;
using Tile64x256 = ConvolveTile<2, 4, 2, 4>;
using Tile128x64 = ConvolveTile<4, 2, 2, 2>;
using Tile64x64 = ConvolveTile<4, 2, 1, 2>;
using Tile128x32 = ConvolveTile<8, 1, 1, 2>;

}  // namespace elites

#define ELITES_CONVOLVE(tile)                                                                  \
    ELITES_RESIDENT_KERNEL(convolve_f32_##tile, elites::Convolve, elites::kConvolveThreads, 2) { \
        elites::convolve<float, elites::Tile##tile>(arguments);                                  \
    }                                                                                            \
    ELITES_RESIDENT_KERNEL(convolve_bf16_##tile, elites::Convolve, elites::kConvolveThreads, 2) { \
        elites::convolve<__nv_bfloat16, elites::Tile##tile>(arguments);                          \
    }

ELITES_CONVOLVE(128x128)
ELITES_CONVOLVE(64x256)
ELITES_CONVOLVE(128x64)
ELITES_CONVOLVE(64x64)
ELITES_CONVOLVE(128x32)
