// Built-in rewards, a thread a row: their sums have an order.
#include "elites/cuda/chunk.h"
#include "elites/cuda/threads.h"
#include "elites/reward.h"

namespace elites {

struct Score {
    Chunk chunk;
    const float* samples;     // [rows, channels, length]
    const RewardTerm* terms;  // [count]
    const float* parameters;  // [searches, columns]
    float* rewards;           // [rows]
    int32_t channels, length, count, columns;
};

}  // namespace elites

ELITES_KERNEL(score, elites::Score, 256) {
    using namespace elites;
    int64_t width = static_cast<int64_t>(arguments.channels) * arguments.length;
    for_items(arguments.chunk.rows, [&](int64_t row) {
        RowPlace place = place_of(arguments.chunk, static_cast<int32_t>(row));
#if ELITES_SEEDED_BUG == 1
        int32_t of_chunk = place.search - arguments.chunk.first_search;
        const float* parameters = arguments.parameters + static_cast<int64_t>(of_chunk) * arguments.columns;
#else
        const float* parameters = arguments.parameters + static_cast<int64_t>(place.search) * arguments.columns;
#endif
        double sum = 0;
        for (int32_t term = 0; term < arguments.count; ++term) {
            sum += reward_term(
                    arguments.terms[term], arguments.samples + row * width, arguments.channels, arguments.length,
                    parameters);
        }
        arguments.rewards[row] = static_cast<float>(sum);
    });
}
