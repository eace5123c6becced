// The best individual of a generation, into the generation's place.
#include "elites/cuda/chunk.h"
#include "elites/cuda/threads.h"
#include "elites/selection.h"

namespace elites {

struct KeepChampion {
    const Control* control;
    const float* rows;     // [searches, individuals, width]
    const float* rewards;  // [searches, individuals]
    SelectionView selection;
    float* champions;        // [searches, slots, width]
    float* champion_rewards;       // [searches, slots]
    int32_t* champion_individuals;  // [searches, slots]
    int32_t searches, individuals, width, slots;
};

}  // namespace elites

ELITES_POPULATION_KERNEL(keep_champion, elites::KeepChampion, 256) {
    using namespace elites;
    int32_t width = arguments.width;
    for_items(static_cast<int64_t>(arguments.searches) * width, [&](int64_t item) {
        int64_t search = item / width;
        int64_t element = item % width;
        int32_t best = arguments.selection.best(search, arguments.individuals);
        int64_t slot = search * arguments.slots + arguments.control->clock(search).generation;
        int64_t row = search * arguments.individuals + best;
        if (best >= 0) {
            arguments.champions[slot * width + element] = arguments.rows[row * width + element];
        }
        if (element == 0) {
            arguments.champion_individuals[slot] = best;
#if ELITES_SEEDED_BUG == 1
            arguments.champion_rewards[slot] = arguments.rewards[best < 0 ? 0 : row];
#else
            arguments.champion_rewards[slot] = best < 0 ? float_of(0x7FC00000u) : arguments.rewards[row];
#endif
        }
    });
}
