// What a kernel sees when a host compiles it: CUDA C++ as far as our kernels use it. A file that includes this is built
// with SIMT_UNIT defined as its own identifier, so that only its own shared variables are filled before its blocks.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <math.h>

#if !defined(SIMT_UNIT)
#define SIMT_UNIT unnamed
#endif
#define SIMT_JOINED(a, b) a##b
#define SIMT_JOIN(a, b) SIMT_JOINED(a, b)
#define SIMT_QUOTED(text) #text
#define SIMT_QUOTE(text) SIMT_QUOTED(text)
#define SIMT_SECTION_OF_UNIT SIMT_JOIN(simt_shared_, SIMT_UNIT)

#define __global__
#define __device__
#define __host__
#define __constant__
#define __grid_constant__
#define __launch_bounds__(...)
#define __forceinline__ inline __attribute__((always_inline))
#define __align__(bytes) __attribute__((aligned(bytes)))
// One worker runs one block at a time, so a block's shared variables may be the process's own. A section of their own
// makes them findable: for filling them before each block, and for the address sanitizer.
#define __shared__ static __attribute__((section(SIMT_QUOTE(SIMT_SECTION_OF_UNIT))))

// The linker's bounds of that section. Weak: a unit may have no shared variable.
extern unsigned char SIMT_JOIN(__start_, SIMT_SECTION_OF_UNIT)[] __attribute__((weak, visibility("hidden")));
extern unsigned char SIMT_JOIN(__stop_, SIMT_SECTION_OF_UNIT)[] __attribute__((weak, visibility("hidden")));

#include "simt/language/vector_types.hpp"
#include "simt/machine.hpp"
#include "simt/registry.hpp"

#include "simt/language/arithmetic.hpp"
#include "simt/language/atomics.hpp"
#include "simt/language/bfloat16.hpp"
#include "simt/language/collectives.hpp"

namespace simt {
// Of this file alone, whose shared variables it knows.
namespace {

struct Kernel : KernelEntry {
    Kernel(const char* kernel_name, size_t bytes, size_t alignment, unsigned threads, Run body)
            : KernelEntry(kernel_name, bytes, alignment, threads, body, SIMT_JOIN(__start_, SIMT_SECTION_OF_UNIT),
                          SIMT_JOIN(__stop_, SIMT_SECTION_OF_UNIT)) {}
};

}  // namespace
}  // namespace simt

// Dynamic shared memory; a launch decides how much of it there is.
extern unsigned char shared_bytes[] __attribute__((visibility("hidden")));

#define threadIdx (::simt::current->index)
#define blockIdx (::simt::geometry.block_index)
#define blockDim (::simt::geometry.block)
#define gridDim (::simt::geometry.grid)
#define warpSize 32
