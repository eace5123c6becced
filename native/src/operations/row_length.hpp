// The Euclidean length of a row.
#pragma once

#include <cmath>
#include <cstdint>

#include "strands.hpp"

namespace elites {

inline double length_of(const float* row, int32_t width) {
    return std::sqrt(sum_in_strands<double>(width, [row](double sum, int32_t e) {
        double value = row[e];
        return sum + value * value;
    }));
}

}  // namespace elites
