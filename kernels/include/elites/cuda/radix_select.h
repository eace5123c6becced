// The keys at some places of the order of many keys: radix selection (Alabi, Blanchard, Gordon and Steinbach 2012) with
// digits of eleven bits. The first digit begins where keys begin to differ, so that rewards close to each other, as late
// in a search, spread over many bins and need fewer passes; bits that all keys share are never counted.
#pragma once

#include "elites/cuda/reward_keys.h"

namespace elites {

constexpr int32_t kDigitBits = 11;
constexpr int32_t kDigitBins = 1 << kDigitBits;
constexpr int32_t kDigitPasses = 3;
// Bins whose sum is looked at first when a place is looked for.
constexpr int32_t kDigitGroups = kDigitBins / kWarp;

// What is known of the key at a place: its upper bits, and which one it is of the keys that share them, counted from 1.
struct RadixPlace {
    uint32_t prefix;
    int32_t wanted;
};

// The bits that a pass counts: those below `known` that shift and mask bring down.
struct Digit {
    uint32_t known, mask;
    int32_t shift;
    bool present;
};

__device__ inline Digit digit_of(int32_t differing_bits, int32_t pass) {
    int32_t left = differing_bits - pass * kDigitBits;
    if (left <= 0) {
        return {0xFFFFFFFFu, 0, 0, false};
    }
    int32_t shift = left > kDigitBits ? left - kDigitBits : 0;
    return {left == 32 ? 0 : 0xFFFFFFFFu << left, (1u << (left - shift)) - 1, shift, true};
}

// Where the selection of a place begins.
__device__ inline RadixPlace first_place(const Survey& survey, int32_t wanted) {
    return {survey.least() & digit_of(survey.differing_bits(), 0).known, wanted};
}

// Places whose prefixes are equal share the histogram of the first of them.
template <int32_t kPlaces>
__device__ inline int32_t first_with(const RadixPlace* places, uint32_t prefix) {
    int32_t first = -1;
    for (int32_t place = kPlaces - 1; place >= 0; --place) {
        first = places[place].prefix == prefix ? place : first;
    }
    return first;
}

// Adds one to the bin of each lane that has one (bin >= 0); the whole warp takes part. The lanes that share the first
// lane's bin go together, so that a bin that holds almost all keys costs one update a warp and not 32 in turn.
__device__ inline void add_to_bins(int32_t* bins, int32_t bin) {
    uint32_t lanes = __ballot_sync(kAllLanes, bin >= 0);
    int32_t leader = lanes == 0 ? 0 : __ffs(static_cast<int32_t>(lanes)) - 1;
    int32_t common = __shfl_sync(kAllLanes, bin, leader);
    uint32_t together = __ballot_sync(kAllLanes, bin == common);
    bool leads = static_cast<int32_t>(threadIdx.x % kWarp) == leader;
    if (bin >= 0 && (bin != common || leads)) {
        atomicAdd(&bins[bin], leads ? __popc(together) : 1);
    }
}

// Counts the digits of the keys [first, last) that begin like a place's into bins [places, kDigitBins], by one block of
// whole warps.
template <int32_t kPlaces, typename Keys>
__device__ inline void count_digits(
        int32_t* bins, const RadixPlace* places, const Digit& digit, const Keys& keys, int32_t first, int32_t last) {
    uint32_t prefixes[kPlaces];
    for (int32_t place = 0; place < kPlaces; ++place) {
        prefixes[place] = places[place].prefix;
    }
    int32_t lane = threadIdx.x % kWarp;
    for (int32_t start = first + static_cast<int32_t>(threadIdx.x) - lane; start < last;
         start += static_cast<int32_t>(blockDim.x)) {
        bool present = start + lane < last;
        uint32_t key = present ? keys[start + lane] : 0;
        int32_t of = -1;
        for (int32_t place = kPlaces - 1; place >= 0; --place) {
            of = present && (key & digit.known) == prefixes[place] ? place : of;
        }
        add_to_bins(bins, of < 0 ? -1 : of * kDigitBins + static_cast<int32_t>(key >> digit.shift & digit.mask));
    }
}

// The lane whose count holds the wanted-th of all, counted from 1; `wanted` becomes which one of that lane's it is.
__device__ inline int32_t lane_that_holds(int32_t count, int32_t& wanted) {
    int32_t lane = threadIdx.x % kWarp;
    int32_t up_to_here = count;
    for (int32_t distance = 1; distance < kWarp; distance *= 2) {
        int32_t below = __shfl_up_sync(kAllLanes, up_to_here, distance);
        up_to_here += lane >= distance ? below : 0;
    }
    int32_t holder = __ffs(static_cast<int32_t>(__ballot_sync(kAllLanes, up_to_here >= wanted))) - 1;
    wanted -= __shfl_sync(kAllLanes, up_to_here - count, holder);
    return holder;
}

// Adds the counted digit to what is known of each place, by one block of whole warps; `groups` is shared memory
// [places, kDigitGroups]. All threads may read `to` after the next barrier.
template <int32_t kPlaces>
__device__ inline void advance(
        int32_t* groups, const int32_t* bins, const Digit& digit, const RadixPlace* from, RadixPlace* to) {
    int32_t lane = threadIdx.x % kWarp;
    int32_t warp = threadIdx.x / kWarp;
    int32_t warps = blockDim.x / kWarp;
    for (int32_t group = warp; group < kPlaces * kDigitGroups; group += warps) {
        int32_t sum = __reduce_add_sync(kAllLanes, bins[group * kWarp + lane]);
        if (lane == 0) {
            groups[group] = sum;
        }
    }
    __syncthreads();
    for (int32_t place = warp; place < kPlaces; place += warps) {
        int32_t of = first_with<kPlaces>(from, from[place].prefix);
        int32_t wanted = from[place].wanted;
        // Two groups a lane.
        int32_t lower = groups[of * kDigitGroups + 2 * lane];
        int32_t group = 2 * lane_that_holds(lower + groups[of * kDigitGroups + 2 * lane + 1], wanted);
        lower = __shfl_sync(kAllLanes, lower, group / 2);
        if (wanted > lower) {
            wanted -= lower;
            ++group;
        }
        int32_t bin = group * kWarp + lane_that_holds(bins[of * kDigitBins + group * kWarp + lane], wanted);
        if (lane == 0) {
            to[place] = {from[place].prefix | static_cast<uint32_t>(bin) << digit.shift, wanted};
        }
    }
}

template <int32_t kPlaces>
struct RadixShared {
    int32_t bins[kPlaces * kDigitBins];
    int32_t groups[kPlaces * kDigitGroups];
    // Before and after a pass, in turns.
    RadixPlace places[2][kPlaces];
};

// The keys at some places among [0, count), by one block of whole warps: wanted(place) says which one in the order of
// keys, counted from 1, at most survey.numbers. Prefixes of what is returned are whole keys. Not for surveys without
// numbers.
template <int32_t kPlaces, typename Keys, typename Wanted>
__device__ inline const RadixPlace* keys_at(
        RadixShared<kPlaces>& shared, const Keys& keys, int32_t count, const Survey& survey, Wanted&& wanted) {
    int32_t thread = threadIdx.x;
    __syncthreads();
    if (thread < kPlaces) {
        shared.places[0][thread] = first_place(survey, wanted(thread));
    }
    int32_t pass = 0;
    for (Digit digit = digit_of(survey.differing_bits(), 0); digit.present;
         digit = digit_of(survey.differing_bits(), ++pass)) {
        for (int32_t bin = thread; bin < kPlaces * kDigitBins; bin += static_cast<int32_t>(blockDim.x)) {
            shared.bins[bin] = 0;
        }
        __syncthreads();
        const RadixPlace* from = shared.places[pass % 2];
        count_digits<kPlaces>(shared.bins, from, digit, keys, 0, count);
#if ELITES_SEEDED_BUG != 2
        __syncthreads();
#endif
        advance<kPlaces>(shared.groups, shared.bins, digit, from, shared.places[1 - pass % 2]);
        // Before bins are emptied again.
        __syncthreads();
    }
    __syncthreads();
    return shared.places[pass % 2];
}

}  // namespace elites
