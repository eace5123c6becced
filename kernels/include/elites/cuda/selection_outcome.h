// What a selection says of a search beside its list of elites.
#pragma once

#include "elites/cuda/elite_list.h"
#include "elites/cuda/radix_select.h"
#include "elites/selection.h"

namespace elites {

__device__ inline EliteBounds bounds_of(const RadixPlace& worst, const int32_t* settings, int32_t active) {
    return {worst.prefix, settings[kRule] > 0 ? active : worst.wanted, worst.wanted};
}

__device__ inline int32_t wanted_elites(const int32_t* settings, const Survey& survey) {
    return clamped(settings[kElites], 1, survey.numbers);
}

__device__ inline void summarise(const Survey& survey, int32_t active, int32_t count, int32_t* summary) {
    summary[kCount] = count;
    summary[kNans] = active - survey.numbers;
    // A lone number among NaN says as little as equal numbers do.
    summary[kStatus] = active > 1 && survey.least() == survey.greatest ? kAllEqual : kSelected;
    summary[kBest] = survey.best_individual();
}

// Where there is no number.
__device__ inline void summarise_nothing(int32_t active, int32_t* summary, float* threshold) {
    summary[kCount] = 0;
    summary[kNans] = active;
    summary[kStatus] = active == 0 ? kInactive : kAllNan;
    summary[kBest] = -1;
    *threshold = float_of(0x7FC00000u);
}

}  // namespace elites
