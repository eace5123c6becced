// Shrinkage of covariances towards a multiple of the identity, a block a search. Squares are taken about the target, so
// that they do not cancel.
#include "elites/cuda/control.h"
#include "elites/cuda/reduce.h"
#include "elites/selection.h"

namespace elites {

struct Shrink {
    const Control* control;
    SelectionView selection;
    float* covariance;  // [searches, width, width]
    float* intensity;   // [searches]
    int32_t searches, individuals, width;
};

// Of distance = tr(S^2) - tr^2(S) / d and target = tr(S) / d. NaN stays NaN.
__device__ inline double shrinkage(double distance, double target, int32_t count, double d) {
    double squares = distance + d * target * target;
    double numerator = (1 - 2 / d) * squares + d * target * d * target;
    double denominator = (count + 1 - 2 / d) * distance;
    return numerator >= denominator ? 1.0 : numerator / denominator;
}

}  // namespace elites

ELITES_POPULATION_KERNEL(shrink, elites::Shrink, 256) {
    using namespace elites;
    __shared__ BlockSum<double> sums;
    int64_t d = arguments.width;
    for (int64_t search = blockIdx.x; search < arguments.searches; search += gridDim.x) {
        float* matrix = arguments.covariance + search * d * d;
        int32_t count = arguments.selection.count(search, arguments.individuals);
#if ELITES_SEEDED_BUG == 1
        if (count < 0) {
#else
        if (count == 0) {
#endif
            if (threadIdx.x == 0) {
                arguments.intensity[search] = 0;
            }
            continue;
        }
        double trace = block_sum(sums, d, [&](int64_t i) { return static_cast<double>(matrix[i * d + i]); });
        double target = trace / static_cast<double>(d);
        double distance = block_sum(sums, d * d, [&](int64_t at) {
#if ELITES_SEEDED_BUG == 2
            double difference = matrix[at] - (at % d == 0 ? target : 0.0);
#else
            double difference = matrix[at] - (at % (d + 1) == 0 ? target : 0.0);
#endif
            return difference * difference;
        });
        double rho = shrinkage(distance, target, count, static_cast<double>(d));
        for (int64_t at = threadIdx.x; at < d * d; at += blockDim.x) {
            matrix[at] = static_cast<float>((1 - rho) * matrix[at] + (at % (d + 1) == 0 ? rho * target : 0.0));
        }
        if (threadIdx.x == 0) {
            arguments.intensity[search] = static_cast<float>(rho);
        }
        __syncthreads();
    }
}
