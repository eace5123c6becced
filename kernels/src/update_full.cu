// Taking over a full refit, or keeping the former proposal with its reason, and how far the proposal moved: a block a
// search.
#include "elites/cuda/control.h"
#include "elites/cuda/reduce.h"
#include "elites/selection.h"

namespace elites {

struct UpdateFull {
    const Control* control;
    SelectionView selection;
    const float* mean;        // [searches, width]
    const float* covariance;  // [searches, width, width]
    const float* factor;      // [searches, width, width]
    const int32_t* valid;     // [searches]
    float* proposal_mean;
    float* proposal_covariance;
    float* proposal_factor;
    float* divergence;  // [searches, 3]
    int32_t* outcome;
    double* solved;  // [searches, width, width + 1]
    int32_t searches, width;
};

// ln |L|, half the logarithm of the covariance's determinant.
__device__ inline double log_determinant(BlockSum<double>& sums, const float* lower, int64_t d) {
    return block_sum(sums, d, [&](int64_t e) { return log(static_cast<double>(lower[e * d + e])); });
}

// KL(new || old) = (||L_old^-1 L_new||_F^2 + ||L_old^-1 (m_new - m_old)||^2 - d) / 2 + ln|L_old| - ln|L_new|. A thread
// solves for a column by forward substitution: the shift of the mean is the first, those of the new factor follow.
__device__ inline double step_divergence(
        BlockSum<double>& sums, const float* new_mean, const float* new_factor, const float* old_mean,
        const float* old_factor, double* solved, int64_t d) {
    int64_t columns = d + 1;
    for (int64_t c = threadIdx.x; c < columns; c += blockDim.x) {
        for (int64_t r = 0; r < d; ++r) {
            double sum = c == 0 ? static_cast<double>(new_mean[r]) - old_mean[r]
                                : c - 1 <= r ? new_factor[r * d + c - 1] : 0.0f;
#if ELITES_SEEDED_BUG == 2
            for (int64_t t = c; t < r; ++t) {
#else
            for (int64_t t = c == 0 ? 0 : c - 1; t < r; ++t) {
#endif
                sum = __fma_rn(-static_cast<double>(old_factor[r * d + t]), solved[t * columns + c], sum);
            }
            solved[r * columns + c] = sum / old_factor[r * d + r];
        }
    }
    double squares = block_sum(sums, d * columns, [&](int64_t at) { return solved[at] * solved[at]; });
    return 0.5 * (squares - static_cast<double>(d)) + log_determinant(sums, old_factor, d)
            - log_determinant(sums, new_factor, d);
}

}  // namespace elites

ELITES_POPULATION_KERNEL(update_full, elites::UpdateFull, 256) {
    using namespace elites;
    __shared__ BlockSum<double> sums;
    int64_t d = arguments.width;
    int64_t square = d * d;
    for (int64_t search = blockIdx.x; search < arguments.searches; search += gridDim.x) {
        const float* mean = arguments.mean + search * d;
        const float* covariance = arguments.covariance + search * square;
        const float* factor = arguments.factor + search * square;
        float* kept_mean = arguments.proposal_mean + search * d;
        float* kept_covariance = arguments.proposal_covariance + search * square;
        float* kept_factor = arguments.proposal_factor + search * square;
        RefitOutcome outcome = outcome_of(arguments.selection.status(search));
        double step = 0;
        if (outcome == kRefitted) {
            double broken = block_sum(sums, square, [&](int64_t at) {
                bool finite = isfinite(covariance[at]) && isfinite(factor[at]) && isfinite(mean[at % d]);
                return finite ? 0.0 : 1.0;
            });
#if ELITES_SEEDED_BUG == 1
            if (arguments.valid[search] == 0 || broken < 0) {
#else
            if (arguments.valid[search] == 0 || broken > 0) {
#endif
                outcome = kKeptNotFinite;
            } else {
                step = step_divergence(
                        sums, mean, factor, kept_mean, kept_factor, arguments.solved + search * d * (d + 1), d);
                for (int64_t at = threadIdx.x; at < square; at += blockDim.x) {
                    kept_covariance[at] = covariance[at];
                    kept_factor[at] = factor[at];
                    if (at < d) {
                        kept_mean[at] = mean[at];
                    }
                }
                __syncthreads();
            }
        }
        double trace = block_sum(
                sums, d, [&](int64_t e) { return static_cast<double>(kept_covariance[e * d + e]); });
        double shift = block_sum(
                sums, d, [&](int64_t e) { return static_cast<double>(kept_mean[e]) * kept_mean[e]; });
        double prior = 0.5 * (trace + shift - static_cast<double>(d)) - log_determinant(sums, kept_factor, d);
        if (threadIdx.x == 0) {
            float* divergence = arguments.divergence + search * kDivergenceColumns;
            divergence[kKlStep] = static_cast<float>(step);
            divergence[kKlPrior] = static_cast<float>(prior);
            divergence[kSpread] = static_cast<float>(sqrt(trace / static_cast<double>(d)));
            arguments.outcome[search] = outcome;
        }
    }
}
