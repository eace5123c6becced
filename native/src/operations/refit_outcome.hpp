// When a refit is taken over.
#pragma once

#include <algorithm>
#include <cmath>

#include "population.hpp"

namespace elites {

// The outcome of a selection before the refit itself is looked at.
inline RefitOutcome outcome_of(SelectionStatus status) {
    switch (status) {
        case kSelected:
            return kRefitted;
        case kAllEqual:
            return kKeptEqualRewards;
        case kAllNan:
        case kInactive:
            break;
    }
    return kKeptNoElites;
}

inline bool all_finite(const float* values, int64_t count) {
    return std::all_of(values, values + count, [](float value) { return std::isfinite(value); });
}

}  // namespace elites
