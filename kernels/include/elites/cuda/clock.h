// The clock of the device.
#pragma once

#include "elites/cuda/kernel.h"

#if !defined(__CUDACC__)
#include <chrono>
#endif

namespace elites {

__device__ inline uint64_t nanoseconds() {
#if defined(__CUDACC__)
    uint64_t time;
    asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(time));
    return time;
#else
    auto since_start = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(since_start).count());
#endif
}

}  // namespace elites
