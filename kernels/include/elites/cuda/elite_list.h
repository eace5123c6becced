// Listing the elites of a search by index, once the key of the worst of them is known.
#pragma once

#include "elites/cuda/reward_keys.h"

namespace elites {

// Individuals with a better key than the worst elite's, and with the same.
struct Chosen {
    int32_t better, equal;
};

// Who is an elite: all that are better than `worst`, and the first `equals` of those that are equal to it, of which the
// wanted-th, counted from 1, is the last that the order of individuals asks for.
struct EliteBounds {
    uint32_t worst;
    int32_t equals, wanted;

    __device__ int32_t count(const Chosen& of_all) const {
        return of_all.better + (of_all.equal < equals ? of_all.equal : equals);
    }
};

constexpr int32_t kMostWarps = 32;

struct EliteListShared {
    Chosen warps[kMostWarps];
};

// What a warp of the block takes of [first, last): neighbours, so that each reads and writes side by side.
struct WarpShare {
    int32_t first, last;
};

__device__ inline WarpShare share_of_warp(int32_t first, int32_t last) {
    int32_t turns = (last - first + static_cast<int32_t>(blockDim.x) - 1) / static_cast<int32_t>(blockDim.x);
    int32_t begin = first + static_cast<int32_t>(threadIdx.x / kWarp) * turns * kWarp;
    return {begin < last ? begin : last, begin + turns * kWarp < last ? begin + turns * kWarp : last};
}

// Counts those of [first, last), by one block of whole warps; all of its warps' counts are in `shared` then.
template <typename Keys>
__device__ inline void count_chosen(
        EliteListShared& shared, const Keys& keys, uint32_t worst, int32_t first, int32_t last) {
    int32_t lane = threadIdx.x % kWarp;
    WarpShare share = share_of_warp(first, last);
    Chosen mine = {};
    for (int32_t i = share.first + lane; i < share.last; i += kWarp) {
        uint32_t key = keys[i];
        mine.better += key < worst ? 1 : 0;
        mine.equal += key == worst ? 1 : 0;
    }
    mine.better = __reduce_add_sync(kAllLanes, mine.better);
    mine.equal = __reduce_add_sync(kAllLanes, mine.equal);
    if (lane == 0) {
        shared.warps[threadIdx.x / kWarp] = mine;
    }
    __syncthreads();
}

// Those of the first `warps` warps.
__device__ inline Chosen chosen_before(const EliteListShared& shared, int32_t warps) {
    Chosen sum = {};
    for (int32_t warp = 0; warp < warps; ++warp) {
        sum.better += shared.warps[warp].better;
        sum.equal += shared.warps[warp].equal;
    }
    return sum;
}

// Lists those of [first, last), which count_chosen has counted, behind `before`; writes the threshold if it is theirs.
template <typename Keys>
__device__ inline void list_chosen(
        const EliteListShared& shared, const Keys& keys, const float* rewards, const EliteBounds& bounds, Chosen before,
        int32_t first, int32_t last, int32_t* elites, float* threshold) {
    int32_t lane = threadIdx.x % kWarp;
    uint32_t lower_lanes = (1u << lane) - 1;
    Chosen earlier = chosen_before(shared, static_cast<int32_t>(threadIdx.x / kWarp));
    before.better += earlier.better;
    before.equal += earlier.equal;
    WarpShare share = share_of_warp(first, last);
    for (int32_t start = share.first; start < share.last; start += kWarp) {
        int32_t i = start + lane;
        uint32_t key = i < share.last ? keys[i] : kNoNumber;
        // The worst elite is a number, so that what is no number is neither.
        bool is_better = key < bounds.worst;
        bool is_equal = key == bounds.worst;
        uint32_t better_lanes = __ballot_sync(kAllLanes, is_better);
        uint32_t equal_lanes = __ballot_sync(kAllLanes, is_equal);
        int32_t better = before.better + __popc(better_lanes & lower_lanes);
        int32_t equal = before.equal + __popc(equal_lanes & lower_lanes);
#if ELITES_SEEDED_BUG == 1
        if (is_better || is_equal) {
#else
        if (is_better || (is_equal && equal < bounds.equals)) {
#endif
            elites[better + (equal < bounds.equals ? equal : bounds.equals)] = i;
        }
        if (is_equal && equal == bounds.wanted - 1) {
            *threshold = rewards[i];
        }
        before.better += __popc(better_lanes);
        before.equal += __popc(equal_lanes);
    }
}

}  // namespace elites
