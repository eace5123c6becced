// The normal numbers of a row.
#pragma once

#include "elites/normal.h"

namespace elites {

// Room for `width` normals, which are drawn in quads.
inline int64_t row_normals_floats(int64_t width) {
    return (width + 3) / 4 * 4;
}

// All normals of a row, rounded up to whole quads.
inline void row_normals(uint64_t seed, const NoisePlace& place, int32_t width, float* normals) {
    for (int32_t quad = 0; quad * 4 < width; ++quad) {
        portable_normals4(seed, static_cast<uint32_t>(quad), place, normals + 4 * quad);
    }
}

}  // namespace elites
