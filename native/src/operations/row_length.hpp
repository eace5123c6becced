// The Euclidean length of a row.
#pragma once

#include <cmath>
#include <cstdint>

namespace elites {

// In eight strands, so that it fills vectors; joined in a fixed order.
inline double length_of(const float* row, int32_t width) {
    double strands[8] = {};
    int32_t e = 0;
    for (; e + 8 <= width; e += 8) {
        for (int32_t s = 0; s < 8; ++s) {
            double value = row[e + s];
            strands[s] += value * value;
        }
    }
    for (; e < width; ++e) {
        double value = row[e];
        strands[0] += value * value;
    }
    double sum = ((strands[0] + strands[4]) + (strands[2] + strands[6]))
            + ((strands[1] + strands[5]) + (strands[3] + strands[7]));
    return std::sqrt(sum);
}

}  // namespace elites
