// What a recorded graph is told when it is launched, and how a run ends early.
#pragma once

#include "elites/cuda/kernel.h"
#include "elites/search_clock.h"

namespace elites {

// In the memory of the device, so that a graph can be replayed for another generation.
struct Control {
    uint64_t seed;
    uint32_t generation;
    // Hosts may set it at any time; what it is when the individuals are done decides, and is then in `stopped`.
    uint32_t cancelled;
    uint32_t stopped;
    int32_t searches;
    SearchClocks clocks;

    __device__ SearchClock clock(int64_t search) const { return clock_of({seed, generation}, clocks, searches, search); }
};

}  // namespace elites

// A kernel of the population-wide part, whose arguments have a `control`: it does nothing in a run that was cancelled.
#define ELITES_POPULATION_KERNEL(name, Arguments, threads)        \
    __device__ void name##_of_population(const Arguments& arguments); \
    ELITES_KERNEL(name, Arguments, threads) {                     \
        if (arguments.control->stopped == 0) {                    \
            name##_of_population(arguments);                      \
        }                                                         \
    }                                                             \
    __device__ void name##_of_population(const Arguments& arguments)
