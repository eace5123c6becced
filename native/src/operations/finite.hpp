// Whether numbers are finite.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace elites {

inline bool all_finite(const float* values, int64_t count) {
    return std::all_of(values, values + count, [](float value) { return std::isfinite(value); });
}

}  // namespace elites
