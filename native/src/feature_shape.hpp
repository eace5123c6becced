// Where the numbers of a feature map stand.
#pragma once

#include <cstdint>

namespace elites {

// Rows that convolutions work on at once. A row's arithmetic is that of its tile position, whatever the chunk, so
// results do not depend on how a population is cut; 16 rows of the example network keep a core's cache busy.
constexpr int kTile = 16;

// A feature map is a sequence of tiles [length, kTile, channels]. Positions come first, so that a product of matrices
// over one position has kTile rows whatever the length, and what follows it runs along kTile * channels numbers at once.
struct FeatureShape {
    int32_t channels, length;

    // From a row's numbers at a position to those at the next.
    int64_t position_stride() const { return static_cast<int64_t>(kTile) * channels; }
    int64_t tile_size() const { return position_stride() * length; }
    // Where the numbers of a row at its first position begin.
    int64_t row(int32_t row) const { return row / kTile * tile_size() + row % kTile * channels; }
};

}  // namespace elites
