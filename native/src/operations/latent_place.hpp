// Whose noise a latent is made of.
#pragma once

#include "elites/philox.h"
#include "operation.hpp"

namespace elites {

inline NoisePlace latent_place(const Chunk& chunk, int64_t row, const int32_t* search_ids) {
    int64_t individuals = chunk.population.individuals;
    return {
            static_cast<uint32_t>(row % individuals), chunk.control.clock(row / individuals).generation, 0,
            static_cast<uint32_t>(search_ids[row / individuals]), kLatentStream};
}

}  // namespace elites
