// Mean and variance of the elites. Sums run in double over the distances to the first elite, in runs of elites that are
// joined in order: they depend neither on the launch nor on how far the mean is from zero.
//
// Work is bound by memory: 4 K d B of elites are read once, 16 B a thread and load where rows are aligned, side by side
// across coordinates; 16 d B a run are written and read again, an eighth of that. Runs are short so that enough loads are
// in flight where elites or coordinates are few: 6,500 elites of 1,024 coordinates are 26,000 threads with 64 B each.
#include "elites/cuda/control.h"
#include "elites/cuda/threads.h"
#include "elites/cuda/unroll.h"
#include "elites/cuda/warp.h"
#include "elites/selection.h"

namespace elites {

constexpr int32_t kElitesOfRun = 64;

struct Moments {
    const Control* control;
    const float* rows;  // [searches, individuals, width]
    SelectionView selection;
    double* sums;     // [searches, runs, 2, width]: of distances, of their squares
    float* mean;      // [searches, width]
    float* variance;  // [searches, width]
    int32_t searches, individuals, width;
    int32_t runs;  // of a search with as many elites as individuals

    __device__ int32_t runs_of(int32_t count) const { return (count + kElitesOfRun - 1) / kElitesOfRun; }
};

// Rows that are on their way at once.
constexpr int32_t kRowsAhead = 4;

template <int32_t kCoordinates>
struct Coordinates {
    float of[kCoordinates];
};

template <int32_t kCoordinates>
__device__ inline Coordinates<kCoordinates> coordinates_at(const float* at) {
    Coordinates<kCoordinates> values;
    if constexpr (kCoordinates == 4) {
        float4 four = *reinterpret_cast<const float4*>(at);
        values.of[0] = four.x;
        values.of[1] = four.y;
        values.of[2] = four.z;
        values.of[3] = four.w;
    } else {
        values.of[0] = *at;
    }
    return values;
}

// A thread has so many coordinates of a run.
template <int32_t kCoordinates>
__device__ inline void add_up_runs(const Moments& a) {
    int32_t groups = a.width / kCoordinates;
    for_items(static_cast<int64_t>(a.searches) * a.runs * groups, [&](int64_t item) {
        int64_t first_coordinate = item % groups * kCoordinates;
        int32_t run = static_cast<int32_t>(item / groups % a.runs);
        int64_t search = item / groups / a.runs;
        int32_t count = a.selection.count(search, a.individuals);
        if (run >= a.runs_of(count)) {
            return;
        }
        int32_t first = run * kElitesOfRun;
        int32_t last = count - first < kElitesOfRun ? count : first + kElitesOfRun;
        const float* rows = a.rows + first_coordinate;
        auto row_of = [&](int32_t k) {
            return coordinates_at<kCoordinates>(rows + a.selection.row(search, a.individuals, k) * a.width);
        };
#if ELITES_SEEDED_BUG == 1
        Coordinates<kCoordinates> origin = row_of(first);
#else
        Coordinates<kCoordinates> origin = row_of(0);
#endif
        double sum[kCoordinates] = {};
        double square[kCoordinates] = {};
        auto add = [&](const Coordinates<kCoordinates>& row) {
            ELITES_UNROLL
            for (int32_t c = 0; c < kCoordinates; ++c) {
                double distance = static_cast<double>(row.of[c]) - static_cast<double>(origin.of[c]);
                sum[c] += distance;
                square[c] = __fma_rn(distance, distance, square[c]);
            }
        };
        int32_t k = first;
        for (; k + kRowsAhead <= last; k += kRowsAhead) {
            Coordinates<kCoordinates> ahead[kRowsAhead];
            ELITES_UNROLL
            for (int32_t i = 0; i < kRowsAhead; ++i) {
                ahead[i] = row_of(k + i);
            }
            ELITES_UNROLL
            for (int32_t i = 0; i < kRowsAhead; ++i) {
                add(ahead[i]);
            }
        }
        for (; k < last; ++k) {
            add(row_of(k));
        }
        double* sums = a.sums + (search * a.runs + run) * 2 * a.width + first_coordinate;
        ELITES_UNROLL
        for (int32_t c = 0; c < kCoordinates; ++c) {
            sums[c] = sum[c];
            sums[a.width + c] = square[c];
        }
    });
}

// A block joins 32 coordinates: strand s of 32 sums runs s, s + 32, ..., and strands are joined in order.
struct JoinShared {
    double sum[kWarp][kWarp + 1];
    double square[kWarp][kWarp + 1];
};

__device__ inline void join_coordinates(const Moments& a, JoinShared& shared, int64_t search, int32_t first) {
    int32_t count = a.selection.count(search, a.individuals);
    int32_t runs = a.runs_of(count);
    int32_t lane = threadIdx.x % kWarp;
    int32_t warps = blockDim.x / kWarp;
    int32_t coordinate = first + lane;
    bool present = coordinate < a.width;
    const double* sums = a.sums + search * a.runs * 2 * a.width + coordinate;
    for (int32_t strand = threadIdx.x / kWarp; strand < kWarp; strand += warps) {
        double sum = 0;
        double square = 0;
        for (int32_t run = strand; present && run < runs; run += kWarp) {
            sum += sums[static_cast<int64_t>(run) * 2 * a.width];
            square += sums[static_cast<int64_t>(run) * 2 * a.width + a.width];
        }
        shared.sum[strand][lane] = sum;
        shared.square[strand][lane] = square;
    }
#if ELITES_SEEDED_BUG != 2
    __syncthreads();
#endif
    if (threadIdx.x < kWarp && present && count > 0) {
        double sum = 0;
        double square = 0;
        for (int32_t strand = 0; strand < kWarp; ++strand) {
            sum += shared.sum[strand][lane];
            square += shared.square[strand][lane];
        }
        double distance = sum / count;
        double variance = square / count - distance * distance;
        double origin = a.rows[a.selection.row(search, a.individuals, 0) * a.width + coordinate];
        a.mean[search * a.width + coordinate] = static_cast<float>(origin + distance);
        // Rounding may leave less than nothing. Not a maximum: NaN must stay NaN.
        a.variance[search * a.width + coordinate] = static_cast<float>(variance < 0 ? 0 : variance);
    }
}

}  // namespace elites

ELITES_POPULATION_KERNEL(add_up_moments, elites::Moments, 256) {
    using namespace elites;
    if (arguments.width % 4 == 0) {
        add_up_runs<4>(arguments);
    } else {
        add_up_runs<1>(arguments);
    }
}

ELITES_POPULATION_KERNEL(join_moments, elites::Moments, 512) {
    using namespace elites;
    __shared__ JoinShared shared;
    int64_t across = (arguments.width + kWarp - 1) / kWarp;
    for (int64_t item = blockIdx.x; item < arguments.searches * across; item += gridDim.x) {
        join_coordinates(arguments, shared, item / across, static_cast<int32_t>(item % across) * kWarp);
        __syncthreads();
    }
}
