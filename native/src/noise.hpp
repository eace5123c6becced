// PORTABLE normals of many rows at once: the bits of elites/normal.h, in vectors.
#pragma once

#include <algorithm>

#include "elites/philox.h"

namespace elites {

// Fills target [rows, 4 * quads]: row r gets elements 0 to 4 * quads - 1 of places[r].
void fill_normals(uint64_t seed, const NoisePlace* places, int32_t rows, int32_t quads, float* target);

// Room for the normals of a row, which are drawn in quads.
inline int64_t row_normals_floats(int64_t width) {
    return (width + 3) / 4 * 4;
}

// All normals of one row, rounded up to whole quads.
inline void row_normals(uint64_t seed, const NoisePlace& place, int32_t width, float* normals) {
    fill_normals(seed, &place, 1, (width + 3) / 4, normals);
}

// Rows whose normals are made at once, for rows of `width`: enough to fill vectors, few enough for the first cache.
constexpr int32_t kMostNoiseRows = 64;

inline int32_t rows_of_noise(int32_t width) {
    return std::clamp(4096 / width, 1, kMostNoiseRows);
}

}  // namespace elites
