// Taking over the elites themselves as a proposal, or keeping the former ones: a block a search.
#include "elites/cuda/control.h"
#include "elites/cuda/elite_gaussian.h"
#include "elites/selection.h"

namespace elites {

struct UpdateEliteMatrix {
    const Control* control;
    const float* rows;  // [searches, individuals, width]
    SelectionView selection;
    const float* mean;    // [searches, width]
    const float* jitter;  // [searches]
    float* proposal_mean;
    float* proposal_elites;  // [searches, capacity, width]
    int32_t* proposal_counts;
    float* proposal_jitter;
    float* divergence;  // [searches, 3]
    int32_t* outcome;
    // For each search `scratch_bytes`: the centred elites, then matrices in double.
    unsigned char* scratch;
    int64_t scratch_bytes;
    int32_t searches, individuals, width, capacity;
};

struct EliteScratch {
    double* upper;         // [side, side] of the refit, then of what is kept
    double* former_upper;  // [side, side]
    double* inverse;       // [side, side]
    double* v;             // [width, capacity + 1]
    double* products;      // [side, capacity + 1]
    float* centred;        // [capacity, width]
};

__device__ inline EliteScratch scratch_of(const UpdateEliteMatrix& a, int64_t search) {
    int64_t side = a.capacity < a.width ? a.capacity : a.width;
    EliteScratch scratch;
    scratch.upper = reinterpret_cast<double*>(a.scratch + search * a.scratch_bytes);
    scratch.former_upper = scratch.upper + side * side;
    scratch.inverse = scratch.former_upper + side * side;
    scratch.v = scratch.inverse + side * side;
    scratch.products = scratch.v + static_cast<int64_t>(a.width) * (a.capacity + 1);
    scratch.centred = reinterpret_cast<float*>(scratch.products + side * (a.capacity + 1));
    return scratch;
}

}  // namespace elites

ELITES_POPULATION_KERNEL(update_elite_matrix, elites::UpdateEliteMatrix, 256) {
    using namespace elites;
    __shared__ BlockSum<double> sums;
    int64_t width = arguments.width;
    int64_t capacity = arguments.capacity;
    for (int64_t search = blockIdx.x; search < arguments.searches; search += gridDim.x) {
        EliteScratch scratch = scratch_of(arguments, search);
        const float* mean = arguments.mean + search * width;
        float* kept_mean = arguments.proposal_mean + search * width;
        float* kept_elites = arguments.proposal_elites + search * capacity * width;
        // Counts are data of the device: what is out of range must not lead out of the buffers.
        int32_t kept_count = clamped(arguments.proposal_counts[search], 0, arguments.capacity);
        double kept_jitter = arguments.proposal_jitter[search];
        RefitOutcome outcome = outcome_of(arguments.selection.status(search));
        double step = 0;
        if (outcome == kRefitted) {
            int32_t count = arguments.selection.count(search, arguments.individuals);
#if ELITES_SEEDED_BUG != 1
            count = count < arguments.capacity ? count : arguments.capacity;
#endif
            for (int64_t at = threadIdx.x; at < count * width; at += blockDim.x) {
                int64_t row = arguments.selection.row(
                        search, arguments.individuals, static_cast<int32_t>(at / width));
                scratch.centred[at] = static_cast<float>(
                        static_cast<double>(arguments.rows[row * width + at % width]) - mean[at % width]);
            }
            double broken = block_sum(sums, width, [&](int64_t e) { return isfinite(mean[e]) ? 0.0 : 1.0; });
            EliteGaussian refit = {
                    width, count, mean, scratch.centred, arguments.jitter[search], scratch.upper, false};
            refit.factorize();
            if (refit.definite && broken == 0) {
                EliteGaussian former = {
                        width, kept_count, kept_mean, kept_elites, kept_jitter, scratch.former_upper, false};
                former.factorize();
                step = refit.divergence(sums, former, scratch.inverse, scratch.v, scratch.products);
                for (int64_t at = threadIdx.x; at < count * width; at += blockDim.x) {
                    kept_elites[at] = scratch.centred[at];
                }
                for (int64_t e = threadIdx.x; e < width; e += blockDim.x) {
                    kept_mean[e] = mean[e];
                }
                __syncthreads();
                kept_count = count;
#if ELITES_SEEDED_BUG != 2
                kept_jitter = arguments.jitter[search];
#endif
                if (threadIdx.x == 0) {
                    arguments.proposal_counts[search] = count;
                    arguments.proposal_jitter[search] = arguments.jitter[search];
                }
            } else {
                outcome = kKeptNotFinite;
            }
        }
        EliteGaussian kept = {width, kept_count, kept_mean, kept_elites, kept_jitter, scratch.upper, false};
        kept.factorize();
        double prior = kept.prior_divergence(sums);
        double trace = kept.trace(sums);
        if (threadIdx.x == 0) {
            float* divergence = arguments.divergence + search * kDivergenceColumns;
            divergence[kKlStep] = static_cast<float>(step);
            divergence[kKlPrior] = static_cast<float>(prior);
            divergence[kSpread] = static_cast<float>(sqrt(trace / static_cast<double>(width)));
            arguments.outcome[search] = outcome;
        }
        __syncthreads();
    }
}
