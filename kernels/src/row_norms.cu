// How far from the origin the rows of each search are.
#include "elites/cuda/control.h"
#include "elites/cuda/reduce.h"
#include "elites/cuda/row_length.h"
#include "elites/selection.h"

namespace elites {

struct RowNorms {
    const Control* control;
    const float* rows;        // [searches, individuals, width]
    const int32_t* settings;  // [searches, 4]
    double* lengths;          // [searches, individuals]
    float* norms;             // [searches, 2]
    int32_t searches, individuals, width;
};

}  // namespace elites

ELITES_POPULATION_KERNEL(measure_rows, elites::RowNorms, 256) {
    using namespace elites;
    for_warps(static_cast<int64_t>(arguments.searches) * arguments.individuals, [&](int64_t row) {
        double length = length_of(arguments.rows + row * arguments.width, arguments.width);
#if ELITES_SEEDED_BUG == 2
        if (threadIdx.x == 0) {
#else
        if (threadIdx.x % kWarp == 0) {
#endif
            arguments.lengths[row] = length;
        }
    });
}

// Mean and deviation of those that are finite, a block a search.
ELITES_POPULATION_KERNEL(describe_norms, elites::RowNorms, 256) {
    using namespace elites;
    __shared__ BlockSum<double> sums;
    for (int64_t search = blockIdx.x; search < arguments.searches; search += gridDim.x) {
#if ELITES_SEEDED_BUG == 1
        int32_t active = arguments.individuals;
#else
        int32_t active = active_of(arguments.settings, search, arguments.individuals);
#endif
        const double* lengths = arguments.lengths + search * arguments.individuals;
        double count = block_sum(sums, active, [&](int64_t i) { return isfinite(lengths[i]) ? 1.0 : 0.0; });
        double sum = block_sum(sums, active, [&](int64_t i) { return isfinite(lengths[i]) ? lengths[i] : 0.0; });
        double mean = sum / count;
        double square = block_sum(sums, active, [&](int64_t i) {
            return isfinite(lengths[i]) ? (lengths[i] - mean) * (lengths[i] - mean) : 0.0;
        });
        if (threadIdx.x == 0) {
            // Of nothing, both are 0 / 0.
            arguments.norms[2 * search] = static_cast<float>(mean);
            arguments.norms[2 * search + 1] = static_cast<float>(sqrt(square / count));
        }
    }
}
