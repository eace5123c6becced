// Covariance of the elites in tiles of 16 x 16 coordinates, of which those on and below the diagonal are computed. Sums
// run in double over centred values, in the elites' order.
#include "elites/cuda/kernel.h"
#include "elites/selection.h"

namespace elites {

struct Covariance {
    const float* rows;  // [searches, individuals, width]
    SelectionView selection;
    const float* mean;    // [searches, width]
    const float* jitter;  // [searches]
    float* covariance;    // [searches, width, width]
    int32_t searches, individuals, width;
};

constexpr int32_t kSide = 16;
constexpr int32_t kElitesOfStep = 16;

struct CovarianceShared {
    double line[kElitesOfStep][kSide];
    double column[kElitesOfStep][kSide];
};

__device__ inline void covariance_tile(
        const Covariance& a, CovarianceShared& shared, int64_t search, int32_t line, int32_t column) {
    int32_t count = a.selection.count(search, a.individuals);
    int32_t i = threadIdx.x / kSide;
    int32_t j = threadIdx.x % kSide;
    double sum = 0;
    for (int32_t k = 0; k < count; k += kElitesOfStep) {
        // Thread (i, j) fetches coordinate j of elite i for both sides.
        double left = 0;
        double right = 0;
        if (k + i < count) {
            const float* row = a.rows + a.selection.row(search, a.individuals, k + i) * a.width;
            const float* mean = a.mean + search * a.width;
            left = line + j < a.width ? static_cast<double>(row[line + j]) - mean[line + j] : 0;
            right = column + j < a.width ? static_cast<double>(row[column + j]) - mean[column + j] : 0;
        }
        shared.line[i][j] = left;
        shared.column[i][j] = right;
        __syncthreads();
        for (int32_t r = 0; r < kElitesOfStep; ++r) {
            sum = __fma_rn(shared.line[r][i], shared.column[r][j], sum);
        }
        __syncthreads();
    }
    int64_t at = line + i;
    int64_t with = column + j;
    if (count > 0 && at < a.width && with <= at) {
        double value = sum / count + (at == with ? a.jitter[search] : 0);
        float* covariance = a.covariance + search * a.width * a.width;
        covariance[at * a.width + with] = static_cast<float>(value);
        covariance[with * a.width + at] = static_cast<float>(value);
    }
}

}  // namespace elites

ELITES_KERNEL(covariance, elites::Covariance, elites::kSide * elites::kSide) {
    using namespace elites;
    __shared__ CovarianceShared shared;
    int64_t tiles = (arguments.width + kSide - 1) / kSide;
    for (int64_t item = blockIdx.x; item < arguments.searches * tiles * tiles; item += gridDim.x) {
        int64_t search = item / (tiles * tiles);
        int64_t line = item / tiles % tiles;
        int64_t column = item % tiles;
        if (column <= line) {
            covariance_tile(
                    arguments, shared, search, static_cast<int32_t>(line) * kSide,
                    static_cast<int32_t>(column) * kSide);
        }
    }
}
