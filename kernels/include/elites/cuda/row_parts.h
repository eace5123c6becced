// Selection over rows that are too long for one block's shared memory: a block a part of a row, in a few launches that
// follow each other. What a launch leaves, each block of the next one reads and scans for itself, which costs less than
// a launch of its own would:
//   survey of parts | digits, pass 0, 1, 2 | what the caller does with the keys that are then known
// Sums are of integers, so that neither the parts nor the order of blocks can be seen in a result.
#pragma once

#include "elites/cuda/control.h"
#include "elites/cuda/radix_select.h"
#include "elites/selection.h"

namespace elites {

// A part has 4,096 rewards or more, and a row about 1,024 parts at most; hosts choose by the row alone.
struct RowParts {
    const float* rewards;     // [searches, individuals]
    const int32_t* settings;  // [searches, 4]
    Survey* surveys;          // [searches, parts]
    Survey* joined;           // [searches]
    int32_t* bins;            // [searches, kDigitPasses, places, kDigitBins]
    RadixPlace* places;       // [searches, kDigitPasses + 1, places]: what is known before each pass, and at the end
    int32_t searches, individuals;
    int32_t part, parts;
};

// The part of one search that a block works on.
struct RowPart {
    int64_t search;
    int32_t number, first, last;  // of the active individuals
    int32_t active;
    RewardKeys keys;
    const int32_t* settings;
};

// Calls body(part) for each part of each search, a block a part.
template <typename Body>
__device__ inline void for_row_parts_of(const RowParts& a, Body&& body) {
    for (int64_t item = blockIdx.x; item < static_cast<int64_t>(a.searches) * a.parts; item += gridDim.x) {
        int64_t search = item / a.parts;
        int32_t number = static_cast<int32_t>(item % a.parts);
        const int32_t* settings = a.settings + search * kSettingsColumns;
        int32_t active = active_of(a.settings, search, a.individuals);
        int32_t first = number * a.part < active ? number * a.part : active;
        int32_t last = active - first < a.part ? active : first + a.part;
        body(RowPart{
                search, number, first, last, active, {a.rewards + search * a.individuals, settings[kSense]}, settings});
        __syncthreads();
    }
}

template <int32_t kPlaces>
__device__ inline int32_t* bins_of(const RowParts& a, int64_t search, int32_t pass) {
    return a.bins + (search * kDigitPasses + pass) * kPlaces * kDigitBins;
}

template <int32_t kPlaces>
__device__ inline RadixPlace* places_of(const RowParts& a, int64_t search, int32_t pass) {
    return a.places + (search * (kDigitPasses + 1) + pass) * kPlaces;
}

// The first launch: surveys a part, and empties this block's share of the bins of all passes.
template <int32_t kPlaces>
__device__ inline void survey_part(const RowParts& a, Survey& shared, const RowPart& part) {
    Survey mine = no_survey();
    for (int32_t i = part.first + static_cast<int32_t>(threadIdx.x); i < part.last;
         i += static_cast<int32_t>(blockDim.x)) {
        mine.add(part.keys[i], i);
    }
    join_surveys(shared, mine);
    if (threadIdx.x == 0) {
        a.surveys[part.search * a.parts + part.number] = shared;
    }
    constexpr int32_t kBins = kDigitPasses * kPlaces * kDigitBins;
    int32_t* bins = bins_of<kPlaces>(a, part.search, 0);
    int32_t threads = a.parts * static_cast<int32_t>(blockDim.x);
    for (int32_t bin = part.number * static_cast<int32_t>(blockDim.x) + static_cast<int32_t>(threadIdx.x); bin < kBins;
         bin += threads) {
        bins[bin] = 0;
    }
}

template <int32_t kPlaces>
struct RowPartShared {
    Survey survey;
    RadixPlace places[kPlaces];
    int32_t groups[kPlaces * kDigitGroups];
    int32_t bins[kPlaces * kDigitBins];
};

// Finds out, for all threads of a block, what is known of the places before a pass; kDigitPasses is the end. False where
// the search has no number.
template <int32_t kPlaces, typename Wanted>
__device__ inline bool learn_places(
        const RowParts& a, RowPartShared<kPlaces>& shared, const RowPart& part, int32_t pass, Wanted&& wanted) {
    int32_t thread = threadIdx.x;
    if (pass == 0) {
        Survey mine = no_survey();
        const Survey* surveys = a.surveys + part.search * a.parts;
        for (int32_t i = thread; i < a.parts; i += static_cast<int32_t>(blockDim.x)) {
            mine.add(surveys[i]);
        }
        join_surveys(shared.survey, mine);
        if (thread == 0 && part.number == 0) {
            a.joined[part.search] = shared.survey;
        }
    } else if (thread == 0) {
        shared.survey = a.joined[part.search];
    }
    __syncthreads();
    const Survey& survey = shared.survey;
    if (survey.numbers == 0) {
        return false;
    }
    Digit before = pass == 0 ? Digit{} : digit_of(survey.differing_bits(), pass - 1);
    if (before.present) {
        advance<kPlaces>(
                shared.groups, bins_of<kPlaces>(a, part.search, pass - 1), before,
                places_of<kPlaces>(a, part.search, pass - 1), shared.places);
    } else if (thread < kPlaces) {
        shared.places[thread] = pass == 0 ? first_place(survey, wanted(survey, thread))
                                          : places_of<kPlaces>(a, part.search, pass - 1)[thread];
    }
    __syncthreads();
    if (thread < kPlaces && part.number == 0) {
        places_of<kPlaces>(a, part.search, pass)[thread] = shared.places[thread];
    }
    return true;
}

// A launch of a pass: counts the digits of a part.
template <int32_t kPlaces, typename Wanted>
__device__ inline void count_part(
        const RowParts& a, RowPartShared<kPlaces>& shared, const RowPart& part, int32_t pass, Wanted&& wanted) {
    bool any = learn_places<kPlaces>(a, shared, part, pass, wanted);
    Digit digit = any ? digit_of(shared.survey.differing_bits(), pass) : Digit{};
    if (!digit.present) {
        return;
    }
    int32_t thread = threadIdx.x;
    int32_t threads = blockDim.x;
    for (int32_t bin = thread; bin < kPlaces * kDigitBins; bin += threads) {
        shared.bins[bin] = 0;
    }
    __syncthreads();
    count_digits<kPlaces>(shared.bins, shared.places, digit, part.keys, part.first, part.last);
    __syncthreads();
    int32_t* of_row = bins_of<kPlaces>(a, part.search, pass);
    for (int32_t bin = thread; bin < kPlaces * kDigitBins; bin += threads) {
        if (shared.bins[bin] != 0) {
            atomicAdd(&of_row[bin], shared.bins[bin]);
        }
    }
}

}  // namespace elites
