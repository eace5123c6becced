// Finding the elites of each search, a block a search: exact, and the same for every launch. The worst elite's key is
// found first; elites are then listed by index, with the first of those that share this key.
#include "elites/cuda/radix_select.h"
#include "elites/cuda/reward_keys.h"
#include "elites/selection.h"

namespace elites {

struct Select {
    const float* rewards;     // [searches, individuals]
    const int32_t* settings;  // [searches, 4]
    int32_t* elites;          // [searches, individuals]
    int32_t* summary;         // [searches, 4]
    float* threshold;         // [searches]
    int32_t searches, individuals;
};

constexpr int32_t kSelectThreads = 1024;
constexpr int32_t kSelectWarps = kSelectThreads / 32;

struct SelectShared {
    RadixShared radix;
    int32_t numbers;
    // The best individual, its key before its index, and the greatest key.
    unsigned long long best;
    uint32_t greatest;
    // Of each warp, and of all individuals before these.
    int32_t better[kSelectWarps], equal[kSelectWarps];
    int32_t better_before, equal_before;
};

__device__ inline void survey(SelectShared& shared, const RewardKeys& keys, int32_t active) {
    int32_t thread = threadIdx.x;
    if (thread == 0) {
        shared.numbers = 0;
        shared.best = ~0ull;
        shared.greatest = 0;
        shared.better_before = 0;
        shared.equal_before = 0;
    }
    __syncthreads();
    int32_t numbers = 0;
    unsigned long long best = ~0ull;
    uint32_t greatest = 0;
    for (int32_t i = thread; i < active; i += blockDim.x) {
        uint32_t key;
        if (keys.get(i, key)) {
            ++numbers;
            unsigned long long mine = static_cast<unsigned long long>(key) << 32 | static_cast<uint32_t>(i);
            best = mine < best ? mine : best;
            greatest = key > greatest ? key : greatest;
        }
    }
    if (numbers > 0) {
        atomicAdd(&shared.numbers, numbers);
        atomicMin(&shared.best, best);
        atomicMax(&shared.greatest, greatest);
    }
    __syncthreads();
}

// Lists by index all that are better than the worst key and the first `equals` that have it; the reward of the
// wanted-th of these is the threshold.
__device__ inline void list(
        SelectShared& shared, const RewardKeys& keys, int32_t active, uint32_t worst, int32_t equals, int32_t* elites,
        float* threshold) {
    int32_t lane = threadIdx.x % 32;
    int32_t warp = threadIdx.x / 32;
    int32_t warps = blockDim.x / 32;
    for (int32_t start = 0; start < active; start += blockDim.x) {
        int32_t i = start + threadIdx.x;
        uint32_t key = 0;
        bool number = i < active && keys.get(i, key);
        bool is_better = number && key < worst;
        bool is_equal = number && key == worst;
        uint32_t better_lanes = __ballot_sync(0xFFFFFFFFu, is_better);
        uint32_t equal_lanes = __ballot_sync(0xFFFFFFFFu, is_equal);
        if (lane == 0) {
            shared.better[warp] = __popc(better_lanes);
            shared.equal[warp] = __popc(equal_lanes);
        }
        __syncthreads();
        uint32_t lower_lanes = (1u << lane) - 1;
        int32_t better = shared.better_before + __popc(better_lanes & lower_lanes);
        int32_t equal = shared.equal_before + __popc(equal_lanes & lower_lanes);
        for (int32_t w = 0; w < warp; ++w) {
            better += shared.better[w];
            equal += shared.equal[w];
        }
        if (is_better || (is_equal && equal < equals)) {
            elites[better + (equal < equals ? equal : equals)] = i;
        }
        if (is_equal && equal == shared.radix.wanted - 1) {
            *threshold = keys.rewards[i];
        }
        __syncthreads();
        if (threadIdx.x == 0) {
            for (int32_t w = 0; w < warps; ++w) {
                shared.better_before += shared.better[w];
                shared.equal_before += shared.equal[w];
            }
        }
        __syncthreads();
    }
}

}  // namespace elites

ELITES_KERNEL(select_elites, elites::Select, elites::kSelectThreads) {
    using namespace elites;
    __shared__ SelectShared shared;
    for (int64_t search = blockIdx.x; search < arguments.searches; search += gridDim.x) {
        const int32_t* settings = arguments.settings + search * kSettingsColumns;
        int32_t* summary = arguments.summary + search * kSummaryColumns;
        int32_t active = active_of(arguments.settings, search, arguments.individuals);
        RewardKeys keys = {arguments.rewards + search * arguments.individuals, settings[kSense]};
        survey(shared, keys, active);
        int32_t numbers = shared.numbers;
        if (numbers == 0) {
            if (threadIdx.x == 0) {
                summary[kCount] = 0;
                summary[kNans] = active;
                summary[kStatus] = active == 0 ? kInactive : kAllNan;
                summary[kBest] = -1;
                arguments.threshold[search] = float_of(0x7FC00000u);
            }
            __syncthreads();
            continue;
        }
        int32_t wanted = clamped(settings[kElites], 1, numbers);
        uint32_t worst = key_at(shared.radix, keys, active, wanted);
        int32_t equals = settings[kRule] > 0 ? active : shared.radix.wanted;
        list(shared, keys, active, worst, equals, arguments.elites + search * arguments.individuals,
             arguments.threshold + search);
        if (threadIdx.x == 0) {
            bool all_equal = static_cast<uint32_t>(shared.best >> 32) == shared.greatest;
            summary[kCount] = shared.better_before + (equals < shared.equal_before ? equals : shared.equal_before);
            summary[kNans] = active - numbers;
            // A lone number among NaN says as little as equal numbers do.
            summary[kStatus] = active > 1 && all_equal ? kAllEqual : kSelected;
            summary[kBest] = static_cast<int32_t>(shared.best & 0xFFFFFFFFu);
        }
        __syncthreads();
    }
}
