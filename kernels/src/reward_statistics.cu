// Statistics of the rewards that are numbers, a block a search, for rows whose keys fit into shared memory: all five
// quantiles in one radix selection. Longer rows are statistics_parts.cu's.
#include "elites/cuda/control.h"
#include "elites/cuda/reward_quantiles.h"
#include "elites/cuda/stored_row.h"

namespace elites {

struct RewardStatistics {
    const Control* control;
    const float* rewards;     // [searches, individuals]
    const int32_t* settings;  // [searches, 4]
    SelectionView selection;
    float* statistics;  // [searches, 9]
    int32_t searches, individuals;
};

struct StatisticsShared {
    BlockSum<double> sums;
    RadixShared<kQuantiles> radix;
    Survey survey;
    uint32_t next_better[kQuantiles];
};

__device__ inline void describe_rewards_of(const RewardStatistics& a, StatisticsShared& shared, int64_t search) {
    float* out = a.statistics + search * kStatisticsColumns;
    int32_t active = active_of(a.settings, search, a.individuals);
    int32_t sense = a.settings[search * kSettingsColumns + kSense];
    const float* rewards = a.rewards + search * a.individuals;
    StoredKeys keys = store_keys(shared.survey, {rewards, sense}, active);
    int32_t numbers = shared.survey.numbers;
    if (numbers == 0) {
        describe_nothing(out);
        return;
    }
    const RadixPlace* places = keys_at<kQuantiles>(
            shared.radix, keys, active, shared.survey,
            [&](int32_t quantile) { return wanted_below(quantile, numbers); });
    int32_t thread = threadIdx.x;
    if (thread < kQuantiles) {
        shared.next_better[thread] = 0;
    }
    __syncthreads();
    find_next_better(shared.next_better, places, keys, 0, active);
    double mean = sum_of_rewards(shared.sums, rewards, 0, active, [](double reward) { return reward; }) / numbers;
    double squares = sum_of_rewards(
            shared.sums, rewards, 0, active, [&](double reward) { return (reward - mean) * (reward - mean); });
    int32_t elites = a.selection.count(search, a.individuals);
    double of_elites = sum_of_elites(shared.sums, a.rewards, a.selection, search, a.individuals, 0, elites);
    if (thread == 0) {
        out[kBestReward] = reward_of(shared.survey.least(), sense);
        out[kMean] = static_cast<float>(mean);
        out[kDeviation] = static_cast<float>(sqrt(squares / numbers));
        out[kEliteMean] = static_cast<float>(of_elites / elites);
    }
    if (thread < kQuantiles) {
        out[kFirstQuantile + thread] =
                quantile_between(thread, numbers, sense, places[thread], shared.next_better[thread]);
    }
}

}  // namespace elites

// Not 512: for that, compilers keep registers back for one block more, and spill.
ELITES_POPULATION_KERNEL(reward_statistics, elites::RewardStatistics, 640) {
    using namespace elites;
    __shared__ StatisticsShared shared;
    for (int64_t search = blockIdx.x; search < arguments.searches; search += gridDim.x) {
        describe_rewards_of(arguments, shared, search);
        __syncthreads();
    }
}
