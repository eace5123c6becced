// What every kernel of the per-individual part is told: which rows it works on, and whose noise they draw.
#pragma once

#include "elites/cuda/control.h"
#include "elites/philox.h"

namespace elites {

// Rows of the population, from individual first_individual of search first_search on. Pointers that go with a chunk
// point to its first row.
struct Chunk {
    const Control* control;
    int32_t first_search, first_individual;
    int32_t rows, individuals;
};

struct RowPlace {
    int32_t search, individual;
};

__device__ inline RowPlace place_of(const Chunk& chunk, int32_t row) {
    // Both are below 2^31, so that their sum has no sign to lose.
    uint32_t counted = static_cast<uint32_t>(chunk.first_individual) + static_cast<uint32_t>(row);
    uint32_t individuals = static_cast<uint32_t>(chunk.individuals);
    return {chunk.first_search + static_cast<int32_t>(counted / individuals),
            static_cast<int32_t>(counted % individuals)};
}

__device__ inline NoisePlace latent_place(
        const Chunk& chunk, const RowPlace& row, const int32_t* search_ids, uint32_t stream) {
    return {static_cast<uint32_t>(row.individual), chunk.control->clock(row.search).generation, 0,
            static_cast<uint32_t>(search_ids[row.search]), stream};
}

}  // namespace elites
