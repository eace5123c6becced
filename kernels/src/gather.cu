// The rows of the elites, in their order.
#include "elites/cuda/control.h"
#include "elites/cuda/threads.h"
#include "elites/selection.h"

namespace elites {

struct Gather {
    const Control* control;
    const float* rows;  // [searches, individuals, width]
    SelectionView selection;
    float* target;  // [searches, capacity, width]
    int32_t searches, individuals, width, capacity;
};

}  // namespace elites

ELITES_POPULATION_KERNEL(gather, elites::Gather, 256) {
    using namespace elites;
    int64_t places = static_cast<int64_t>(arguments.searches) * arguments.capacity;
    int32_t width = arguments.width;
    for (int64_t place = static_cast<int64_t>(blockIdx.x) * blockDim.y + threadIdx.y; place < places;
         place += static_cast<int64_t>(gridDim.x) * blockDim.y) {
        int64_t search = place / arguments.capacity;
        int32_t k = static_cast<int32_t>(place % arguments.capacity);
#if ELITES_SEEDED_BUG == 1
        if (k > arguments.selection.count(search, arguments.individuals)) {
#else
        if (k >= arguments.selection.count(search, arguments.individuals)) {
#endif
            continue;
        }
        const float* row = arguments.rows + arguments.selection.row(search, arguments.individuals, k) * width;
        for (int32_t e = threadIdx.x; e < width; e += blockDim.x) {
            arguments.target[place * width + e] = row[e];
        }
    }
}
