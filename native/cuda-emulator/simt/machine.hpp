// What the machine offers to code that runs as a CUDA thread. Hosts include launch.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <source_location>

#include "simt/language/vector_types.hpp"

#pragma GCC visibility push(hidden)
namespace simt {

// A place in a kernel's source: default arguments bring the caller's.
using Place = std::source_location;

constexpr unsigned lanes_per_warp = 32;
constexpr unsigned most_threads_per_block = 1024;
// What one block may have of dynamic shared memory on compute capability 9.0.
constexpr size_t most_shared_bytes = 227 * 1024;

// Where a CUDA thread is in its block.
struct Position {
    uint3 index;      // threadIdx
    unsigned number;  // x fastest, then y, then z
    unsigned lane;
    unsigned warp;
};

struct Geometry {
    dim3 grid;
    dim3 block;
    uint3 block_index;
};

// One worker runs one kernel at a time, so these are plain variables, which kernels read without a call.
#if defined(SIMT_IMAGE)
// Of the driver, from a kernel that is a shared object of its own: see image.hpp.
extern Position*& current;
extern Geometry& geometry;
#else
extern Position* current;
extern Geometry geometry;
#endif

enum class Vote { none, count, all, any };

// __syncthreads and its voting forms: every thread of the block, from the same place in the source.
int barrier(Vote vote, bool predicate, Place place);

enum class Exchange : uint8_t {
    shuffle,
    ballot,
    any,
    all,
    match_any,
    add,
    minimum,
    minimum_signed,
    maximum,
    maximum_signed,
    bits_and,
    bits_or,
    bits_xor,
    synchronise,
    together
};

// A warp's collective: all lanes of `mask` meet, from the same place, and each gets its result. `source` is the lane
// that a shuffle reads. Shuffles and ballots do not order memory; only synchronise and together do.
uint64_t exchange(Exchange what, uint32_t mask, uint64_t value, unsigned source, Place place);

// All 32 lanes of a warp meet with a pointer each; the last to arrive runs `work` once with everybody's, then all go
// on. `what` names the instruction in messages.
void warp_together(
        const char* what, void* mine, void (*work)(void* const lanes[lanes_per_warp]), Place place = Place::current());

// Copies of 4, 8 or 16 bytes that land at some time before their thread has waited for them; the schedule says when.
// Beyond `valid` bytes of the source there are zeros.
void copy_async(void* shared, const void* global, int bytes, Place place = Place::current());
void copy_async(void* shared, const void* global, int bytes, int valid, Place place = Place::current());
void commit_copies();
void wait_copies(int pending_groups, Place place = Place::current());

// Before an atomic operation or a fence, where other threads' progress may show: under the random schedule another
// thread may run first.
void may_yield();

// __threadfence: what was written before one thread's fence is seen after another's.
void fence();

// Ends the kernel with a CUDA error and a text that this completes with the thread and the place.
[[noreturn]] void fail(int error, const char* text, Place place);

}  // namespace simt
#pragma GCC visibility pop
