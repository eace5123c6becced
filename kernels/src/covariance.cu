// Covariance of the elites on tensor cores. A block makes a tile of 64 x 64 coordinates, on or below the diagonal, from a
// slice of the elites: 32 at a time come in as float32 (16 B a thread and load where rows are aligned, the next ones
// while these are multiplied), are centred, split in two TF32 parts and stored; products of parts are three mma.sync a
// step of 8. Sums of 32 elites are float32, the sums of these compensated: against exact arithmetic a covariance is off
// by less than 1e-6 of its deviations' product. Slices depend on the shapes alone and are joined in order, so that the
// result depends neither on the launch nor on the device's number of multiprocessors.
//
// Work: 3 products of 2 K (d^2 / 2 + 32 d) FLOP. Memory: a tile reads 512 B an elite (256 B on the diagonal), from the
// second cache beyond the first time.
#include "elites/cuda/compensated.h"
#include "elites/cuda/control.h"
#include "elites/cuda/mma.h"
#include "elites/cuda/threads.h"
#include "elites/cuda/unroll.h"
#include "elites/selection.h"

namespace elites {

struct Covariance {
    const Control* control;
    const float* rows;  // [searches, individuals, width]
    SelectionView selection;
    const float* mean;    // [searches, width]
    const float* jitter;  // [searches]
    float* covariance;    // [searches, width, width]
    double* sums;         // [searches, slices, tiles, 64, 64]
    int32_t searches, individuals, width, slices;

    __device__ int32_t tiles_across() const { return (width + 63) / 64; }
    // Tiles on and below the diagonal, those of a line one after the other.
    __device__ int32_t tiles() const { return tiles_across() * (tiles_across() + 1) / 2; }
};

constexpr int32_t kTileSide = 64;
constexpr int32_t kTileElements = kTileSide * kTileSide;
constexpr int32_t kCovarianceThreads = 128;
constexpr int32_t kElitesOfStep = 32;
// Lanes of a fragment read 4 elites x 8 coordinates: with 8 words between elites each has a bank of its own.
constexpr int32_t kTilePitch = kTileSide + 8;

struct TilePanel {
    uint32_t high[kElitesOfStep][kTilePitch];
    uint32_t low[kElitesOfStep][kTilePitch];
};

struct CovarianceShared {
    TilePanel line, column;
};

struct CovarianceTile {
    int64_t search;
    int32_t slice, number;  // of the search's tiles
    int32_t line, column;   // first coordinates
    int32_t first, last;    // elites

    __device__ bool diagonal() const { return line == column; }
};

__device__ inline CovarianceTile covariance_tile(const Covariance& a, int64_t item) {
    int32_t tiles = a.tiles();
    int32_t number = static_cast<int32_t>(item % tiles);
    int32_t slice = static_cast<int32_t>(item / tiles % a.slices);
    int64_t search = item / tiles / a.slices;
    int32_t line = 0;
    int32_t column = number;
    while (column > line) {
        column -= ++line;
    }
    int32_t count = a.selection.count(search, a.individuals);
    int32_t steps = (count + kElitesOfStep - 1) / kElitesOfStep;
    int32_t of_slice = (steps + a.slices - 1) / a.slices * kElitesOfStep;
    int32_t first = slice * of_slice < count ? slice * of_slice : count;
    int32_t last = count - first < of_slice ? count : first + of_slice;
    return {search, slice, number, line * kTileSide, column * kTileSide, first, last};
}

// What a thread has of a panel: coordinates quad to quad + 3 of each eighth elite.
constexpr int32_t kQuadsAcross = kTileSide / 4;
constexpr int32_t kElitesAtOnce = kCovarianceThreads / kQuadsAcross;
constexpr int32_t kQuadsOfThread = kElitesOfStep / kElitesAtOnce;

// Their centred values; nothing beyond the elites and the coordinates.
__device__ inline void fetch_panel(
        const Covariance& a, const CovarianceTile& tile, int32_t coordinate, int32_t step, float4 (&values)[kQuadsOfThread]) {
    int32_t thread = threadIdx.x;
    int32_t first = coordinate + 4 * (thread % kQuadsAcross);
    const float* means = a.mean + tile.search * a.width;
    float mean[4];
    ELITES_UNROLL
    for (int32_t e = 0; e < 4; ++e) {
        mean[e] = first + e < a.width ? means[first + e] : 0;
    }
    bool aligned = a.width % 4 == 0;
    ELITES_UNROLL
    for (int32_t i = 0; i < kQuadsOfThread; ++i) {
        int32_t k = step + thread / kQuadsAcross + i * kElitesAtOnce;
        float value[4] = {};
        if (k < tile.last && first < a.width) {
            const float* row = a.rows + a.selection.row(tile.search, a.individuals, k) * a.width + first;
            if (aligned) {
                float4 four = *reinterpret_cast<const float4*>(row);
                value[0] = four.x - mean[0];
                value[1] = four.y - mean[1];
                value[2] = four.z - mean[2];
                value[3] = four.w - mean[3];
            } else {
                ELITES_UNROLL
                for (int32_t e = 0; e < 4; ++e) {
                    value[e] = first + e < a.width ? row[e] - mean[e] : 0;
                }
            }
        }
        values[i] = make_float4(value[0], value[1], value[2], value[3]);
    }
}

__device__ inline void store_panel(TilePanel& panel, const float4 (&values)[kQuadsOfThread]) {
    int32_t thread = threadIdx.x;
    int32_t quad = 4 * (thread % kQuadsAcross);
    ELITES_UNROLL
    for (int32_t i = 0; i < kQuadsOfThread; ++i) {
        int32_t k = thread / kQuadsAcross + i * kElitesAtOnce;
        SplitTf32 x = split_tf32(values[i].x);
        SplitTf32 y = split_tf32(values[i].y);
        SplitTf32 z = split_tf32(values[i].z);
        SplitTf32 w = split_tf32(values[i].w);
        *reinterpret_cast<uint4*>(&panel.high[k][quad]) = make_uint4(x.high, y.high, z.high, w.high);
        *reinterpret_cast<uint4*>(&panel.low[k][quad]) = make_uint4(x.low, y.low, z.low, w.low);
    }
}

// Elements [offset + g (+ 8), k + t (+ 4)] of the panel's transpose: A's fragment with 4 elements, and B's with 2, whose
// columns are the panel's coordinates.
template <int32_t kElements>
__device__ inline SplitFragment<kElements> fragment_of(const TilePanel& panel, int32_t offset, int32_t k) {
    int32_t lane = threadIdx.x % kWarp;
    SplitFragment<kElements> fragment;
    ELITES_UNROLL
    for (int32_t i = 0; i < kElements; ++i) {
#if ELITES_SEEDED_BUG == 1
        int32_t term = k + lane % 4 + 4 * (kElements == 4 ? i % 2 : i);
        int32_t coordinate = offset + lane / 4 + (kElements == 4 ? 8 * (i / 2) : 0);
#else
        int32_t term = k + lane % 4 + 4 * (kElements == 4 ? i / 2 : i);
        int32_t coordinate = offset + lane / 4 + (kElements == 4 ? 8 * (i % 2) : 0);
#endif
        fragment.high[i] = panel.high[term][coordinate];
        fragment.low[i] = panel.low[term][coordinate];
    }
    return fragment;
}

// A warp's quarter of a tile: 2 x 4 products of 16 x 8.
constexpr int32_t kWarpSide = kTileSide / 2;
constexpr int32_t kDown = kWarpSide / kMmaRows;
constexpr int32_t kAcross = kWarpSide / kMmaColumns;

__device__ inline void add_step(
        const CovarianceShared& shared, bool diagonal, int32_t line, int32_t column,
        CompensatedSum (&sums)[kDown][kAcross][4]) {
    const TilePanel& columns = diagonal ? shared.line : shared.column;
    float c[kDown][kAcross][4] = {};
    ELITES_KEEP_LOOP
    for (int32_t k = 0; k < kElitesOfStep; k += kMmaTerms) {
        SplitFragment<4> down[kDown];
        ELITES_UNROLL
        for (int32_t i = 0; i < kDown; ++i) {
            down[i] = fragment_of<4>(shared.line, line + i * kMmaRows, k);
        }
        ELITES_UNROLL
        for (int32_t j = 0; j < kAcross; ++j) {
            SplitFragment<2> across = fragment_of<2>(columns, column + j * kMmaColumns, k);
            ELITES_UNROLL
            for (int32_t i = 0; i < kDown; ++i) {
                multiply_split_tf32(c[i][j], down[i], across);
            }
        }
    }
    ELITES_UNROLL
    for (int32_t i = 0; i < kDown; ++i) {
        ELITES_UNROLL
        for (int32_t j = 0; j < kAcross; ++j) {
            ELITES_UNROLL
            for (int32_t e = 0; e < 4; ++e) {
                sums[i][j][e].add(c[i][j][e]);
            }
        }
    }
}

// Calls work(row, column, sum) for the elements of a tile that a thread has.
template <typename Work>
__device__ inline void for_own_elements(
        int32_t line, int32_t column, const CompensatedSum (&sums)[kDown][kAcross][4], Work&& work) {
    int32_t lane = threadIdx.x % kWarp;
    ELITES_UNROLL
    for (int32_t i = 0; i < kDown; ++i) {
        ELITES_UNROLL
        for (int32_t j = 0; j < kAcross; ++j) {
            ELITES_UNROLL
            for (int32_t e = 0; e < 4; ++e) {
                work(line + i * kMmaRows + lane / 4 + 8 * (e / 2), column + j * kMmaColumns + 2 * (lane % 4) + e % 2,
                     sums[i][j][e].value());
            }
        }
    }
}

// Element (row, column) of a search's covariance, and its mirror image.
__device__ inline void write_covariance(
        const Covariance& a, int64_t search, int32_t row, int32_t column, double sum, int32_t count) {
    if (count == 0 || row >= a.width || column > row) {
        return;
    }
    float* covariance = a.covariance + search * a.width * a.width;
    float value = static_cast<float>(sum / count + (row == column ? a.jitter[search] : 0));
    covariance[static_cast<int64_t>(row) * a.width + column] = value;
    covariance[static_cast<int64_t>(column) * a.width + row] = value;
}

__device__ inline void add_up_tile(const Covariance& a, CovarianceShared& shared, const CovarianceTile& tile) {
    int32_t warp = threadIdx.x / kWarp;
    int32_t line = warp / 2 * kWarpSide;
    int32_t column = warp % 2 * kWarpSide;
    // The quarter above the diagonal, and those without coordinates, are nobody's.
    bool needed = tile.line + line < a.width && tile.column + column <= tile.line + line;
    CompensatedSum sums[kDown][kAcross][4] = {};
    float4 lines[kQuadsOfThread];
    float4 columns[kQuadsOfThread];
    auto fetch = [&](int32_t step) {
        fetch_panel(a, tile, tile.line, step, lines);
        if (!tile.diagonal()) {
            fetch_panel(a, tile, tile.column, step, columns);
        }
    };
    fetch(tile.first);
    for (int32_t step = tile.first; step < tile.last; step += kElitesOfStep) {
        store_panel(shared.line, lines);
        if (!tile.diagonal()) {
            store_panel(shared.column, columns);
        }
        __syncthreads();
        fetch(step + kElitesOfStep);
        if (needed) {
            add_step(shared, tile.diagonal(), line, column, sums);
        }
#if ELITES_SEEDED_BUG != 2
        __syncthreads();
#endif
    }
    if (!needed) {
        return;
    }
    if (a.slices == 1) {
        int32_t count = tile.last;
        for_own_elements(line, column, sums, [&](int32_t i, int32_t j, double sum) {
            write_covariance(a, tile.search, tile.line + i, tile.column + j, sum, count);
        });
        return;
    }
    double* kept = a.sums + ((tile.search * a.slices + tile.slice) * a.tiles() + tile.number) * kTileElements;
    for_own_elements(
            line, column, sums, [&](int32_t i, int32_t j, double sum) { kept[i * kTileSide + j] = sum; });
}

}  // namespace elites

ELITES_POPULATION_KERNEL(covariance, elites::Covariance, elites::kCovarianceThreads) {
    using namespace elites;
    __shared__ CovarianceShared shared;
    int64_t items = static_cast<int64_t>(arguments.searches) * arguments.slices * arguments.tiles();
    for (int64_t item = blockIdx.x; item < items; item += gridDim.x) {
        add_up_tile(arguments, shared, covariance_tile(arguments, item));
        __syncthreads();
    }
}

// Adds the slices of each element up in order: 8 B a slice and element, once.
ELITES_POPULATION_KERNEL(join_covariance, elites::Covariance, 256) {
    using namespace elites;
    int64_t of_search = static_cast<int64_t>(arguments.tiles()) * kTileElements;
    for_items(arguments.searches * of_search, [&](int64_t item) {
        int64_t search = item / of_search;
        int64_t element = item % of_search;
        int32_t count = arguments.selection.count(search, arguments.individuals);
        CovarianceTile tile = covariance_tile(
                arguments, (search * arguments.slices) * arguments.tiles() + element / kTileElements);
        int32_t row = tile.line + static_cast<int32_t>(element % kTileElements) / kTileSide;
        int32_t column = tile.column + static_cast<int32_t>(element % kTileSide);
        if (row >= arguments.width || column > row) {
            return;
        }
        const double* kept = arguments.sums + search * arguments.slices * of_search + element;
        double sum = 0;
        for (int32_t slice = 0; slice < arguments.slices; ++slice) {
            sum += kept[slice * of_search];
        }
        write_covariance(arguments, search, row, column, sum, count);
    });
}
