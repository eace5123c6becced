// Taking over a diagonal refit, or keeping the former proposal with its reason, and how far the proposal moved: a block
// a search.
#include "elites/cuda/control.h"
#include "elites/cuda/reduce.h"
#include "elites/selection.h"

namespace elites {

struct UpdateDiagonal {
    const Control* control;
    SelectionView selection;
    const float* mean;      // [searches, width]
    const float* variance;  // [searches, width]
    const float* floors;    // [searches, 2]
    float* proposal_mean;
    float* proposal_deviation;
    float* divergence;  // [searches, 3]
    int32_t* outcome;
    int32_t searches, width;
};

// Not a maximum: NaN must stay NaN, so that the refit is seen to be broken.
__device__ inline float floored_deviation(float variance, const float* floors) {
    double root = sqrt(static_cast<double>(variance) + floors[0]);
#if ELITES_SEEDED_BUG == 1
    return static_cast<float>(root > floors[1] ? root : floors[1]);
#else
    return static_cast<float>(root < floors[1] ? floors[1] : root);
#endif
}

}  // namespace elites

ELITES_POPULATION_KERNEL(update_diagonal, elites::UpdateDiagonal, 256) {
    using namespace elites;
    __shared__ BlockSum<double> sums;
    int32_t width = arguments.width;
    for (int64_t search = blockIdx.x; search < arguments.searches; search += gridDim.x) {
        const float* mean = arguments.mean + search * width;
        const float* variance = arguments.variance + search * width;
        const float* floors = arguments.floors + 2 * search;
        float* kept_mean = arguments.proposal_mean + search * width;
        float* kept_deviation = arguments.proposal_deviation + search * width;
        RefitOutcome outcome = outcome_of(arguments.selection.status(search));
        double step = 0;
        if (outcome == kRefitted) {
            double broken = block_sum(sums, width, [&](int64_t e) {
                float deviation = floored_deviation(variance[e], floors);
                return isfinite(mean[e]) && isfinite(deviation) && deviation > 0 ? 0.0 : 1.0;
            });
            if (broken > 0) {
                outcome = kKeptNotFinite;
            } else {
                step = block_sum(sums, width, [&](int64_t e) {
                    double ratio = static_cast<double>(floored_deviation(variance[e], floors)) / kept_deviation[e];
                    double shift = (static_cast<double>(mean[e]) - kept_mean[e]) / kept_deviation[e];
                    return 0.5 * (ratio * ratio + shift * shift - 1) - log(ratio);
                });
                for (int32_t e = threadIdx.x; e < width; e += blockDim.x) {
                    kept_deviation[e] = floored_deviation(variance[e], floors);
#if ELITES_SEEDED_BUG == 2
                    kept_mean[e] = arguments.mean[e];
#else
                    kept_mean[e] = mean[e];
#endif
                }
                __syncthreads();
            }
        }
        double prior = block_sum(sums, width, [&](int64_t e) {
            double m = kept_mean[e];
            double s = kept_deviation[e];
            return 0.5 * (s * s + m * m - 1) - log(s);
        });
        double trace = block_sum(sums, width, [&](int64_t e) {
            double s = kept_deviation[e];
            return s * s;
        });
        if (threadIdx.x == 0) {
            float* divergence = arguments.divergence + search * kDivergenceColumns;
            divergence[kKlStep] = static_cast<float>(step);
            divergence[kKlPrior] = static_cast<float>(prior);
            divergence[kSpread] = static_cast<float>(sqrt(trace / width));
            arguments.outcome[search] = outcome;
        }
    }
}
