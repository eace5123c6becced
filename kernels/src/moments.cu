// Mean and variance of the elites. Sums run in double over the distances to the first elite, in blocks of elites that
// are joined in order: they depend neither on the launch nor on how far the mean is from zero.
#include "elites/cuda/row_blocks.h"
#include "elites/selection.h"

namespace elites {

struct Moments {
    const float* rows;  // [searches, individuals, width]
    SelectionView selection;
    double* sums;  // [searches, blocks, 2, width]: of distances, of their squares
    float* mean;      // [searches, width]
    float* variance;  // [searches, width]
    int32_t searches, individuals, width;
    int32_t blocks;  // of a search with as many elites as individuals

    __device__ int32_t blocks_of(int64_t search) const {
        return (selection.count(search, individuals) + kRowsOfBlock - 1) / kRowsOfBlock;
    }
};

}  // namespace elites

// A thread a coordinate of a block of elites.
ELITES_KERNEL(add_up_moments, elites::Moments, 256) {
    using namespace elites;
    int32_t width = arguments.width;
    int32_t individuals = arguments.individuals;
    for_items(static_cast<int64_t>(arguments.searches) * arguments.blocks * width, [&](int64_t item) {
        int64_t coordinate = item % width;
        int32_t block = static_cast<int32_t>(item / width % arguments.blocks);
        int64_t search = item / width / arguments.blocks;
        const SelectionView& selection = arguments.selection;
        if (block >= arguments.blocks_of(search)) {
            return;
        }
        int32_t first = block * kRowsOfBlock;
        int32_t count = selection.count(search, individuals);
        int32_t last = count - first < kRowsOfBlock ? count : first + kRowsOfBlock;
        const float* rows = arguments.rows + coordinate;
        double origin = rows[selection.row(search, individuals, 0) * width];
        double sum = 0;
        double square = 0;
        for (int32_t k = first; k < last; ++k) {
            double distance = rows[selection.row(search, individuals, k) * width] - origin;
            sum += distance;
            square += distance * distance;
        }
        double* sums = arguments.sums + (search * arguments.blocks + block) * 2 * width + coordinate;
        sums[0] = sum;
        sums[width] = square;
    });
}

ELITES_KERNEL(join_moments, elites::Moments, 256) {
    using namespace elites;
    int32_t width = arguments.width;
    for_items(static_cast<int64_t>(arguments.searches) * width, [&](int64_t item) {
        int64_t search = item / width;
        const SelectionView& selection = arguments.selection;
        int32_t count = selection.count(search, arguments.individuals);
        if (count == 0) {
            return;
        }
        const double* sums = arguments.sums + search * arguments.blocks * 2 * width + item % width;
        double sum = 0;
        double square = 0;
        for (int32_t block = 0; block < arguments.blocks_of(search); ++block) {
            sum += sums[static_cast<int64_t>(block) * 2 * width];
            square += sums[static_cast<int64_t>(block) * 2 * width + width];
        }
        double distance = sum / count;
        double variance = square / count - distance * distance;
        double origin = arguments.rows[selection.row(search, arguments.individuals, 0) * width + item % width];
        arguments.mean[item] = static_cast<float>(origin + distance);
        // Rounding may leave less than nothing. Not a maximum: NaN must stay NaN.
        arguments.variance[item] = static_cast<float>(variance < 0 ? 0 : variance);
    });
}
