// Finding the elites of each search, a block a search: exact, and the same for every launch. For rows whose keys fit
// into shared memory, so that rewards are read from memory once, 4 B each; longer ones are select_parts.cu's. The key of
// the worst elite is found first; elites are then listed by index, with the first of those that share this key.
#include "elites/cuda/control.h"
#include "elites/cuda/selection_outcome.h"
#include "elites/cuda/stored_row.h"

namespace elites {

struct Select {
    const Control* control;
    const float* rewards;     // [searches, individuals]
    const int32_t* settings;  // [searches, 4]
    int32_t* elites;          // [searches, individuals]
    int32_t* summary;         // [searches, 4]
    float* threshold;         // [searches]
    int32_t searches, individuals;
};

struct SelectShared {
    RadixShared<1> radix;
    Survey survey;
    EliteListShared list;
};

__device__ inline void select_elites_of(const Select& a, SelectShared& shared, int64_t search) {
    const int32_t* settings = a.settings + search * kSettingsColumns;
    const float* rewards = a.rewards + search * a.individuals;
    int32_t* summary = a.summary + search * kSummaryColumns;
    float* threshold = a.threshold + search;
    int32_t active = active_of(a.settings, search, a.individuals);
    StoredKeys keys = store_keys(shared.survey, {rewards, settings[kSense]}, active);
    const Survey& survey = shared.survey;
    if (survey.numbers == 0) {
        if (threadIdx.x == 0) {
            summarise_nothing(active, summary, threshold);
        }
        return;
    }
    RadixPlace worst = keys_at<1>(
            shared.radix, keys, active, survey, [&](int32_t) { return wanted_elites(settings, survey); })[0];
    EliteBounds bounds = bounds_of(worst, settings, active);
    count_chosen(shared.list, keys, bounds.worst, 0, active);
    list_chosen(
            shared.list, keys, rewards, bounds, {}, 0, active, a.elites + search * a.individuals, threshold);
    if (threadIdx.x == 0) {
        Chosen of_all = chosen_before(shared.list, static_cast<int32_t>(blockDim.x) / kWarp);
        summarise(survey, active, bounds.count(of_all), summary);
    }
}

}  // namespace elites

ELITES_POPULATION_KERNEL(select_elites, elites::Select, 512) {
    using namespace elites;
    __shared__ SelectShared shared;
    for (int64_t search = blockIdx.x; search < arguments.searches; search += gridDim.x) {
        select_elites_of(arguments, shared, search);
        __syncthreads();
    }
}
