// Seed and generation of a search: those of the run, or its own.
#pragma once

#include "elites/portable.h"

namespace elites {

struct SearchClock {
    uint64_t seed;
    uint32_t generation;
};

// Where searches keep their own time; nowhere if the pointers are null.
struct SearchClocks {
    const int32_t* seeds;        // [2, searches]: low words, high words
    const int32_t* generations;  // [searches]
};

ELITES_HOST_DEVICE SearchClock clock_of(
        const SearchClock& run, const SearchClocks& clocks, int64_t searches, int64_t search) {
    if (clocks.seeds == nullptr) {
        return run;
    }
    uint64_t high = static_cast<uint32_t>(clocks.seeds[searches + search]);
    return {high << 32 | static_cast<uint32_t>(clocks.seeds[search]), static_cast<uint32_t>(clocks.generations[search])};
}

}  // namespace elites
