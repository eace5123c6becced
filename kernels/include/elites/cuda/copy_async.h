// Copies from global to shared memory that go on while a thread works, from compute capability 8.0 on.
#pragma once

#include "elites/cuda/kernel.h"

namespace elites {

// 16 bytes, both addresses multiples of 16; beyond `valid` bytes of the source, which are not read, there are zeros.
__device__ inline void copy_async(void* shared, const void* global, int32_t valid) {
#if defined(__CUDACC__)
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;"
                 :
                 : "r"(static_cast<uint32_t>(__cvta_generic_to_shared(shared))), "l"(__cvta_generic_to_global(global)),
                   "r"(valid)
                 : "memory");
#else
    simt::copy_async(shared, global, 16, valid);
#endif
}

// Ends a group of copies, which may be empty.
__device__ inline void commit_copies() {
#if defined(__CUDACC__)
    asm volatile("cp.async.commit_group;" ::: "memory");
#else
    simt::commit_copies();
#endif
}

// Waits for this thread's copies but for those of the last kPending groups.
template <int32_t kPending>
__device__ inline void wait_for_copies() {
#if defined(__CUDACC__)
    asm volatile("cp.async.wait_group %0;" ::"n"(kPending) : "memory");
#else
    simt::wait_copies(kPending);
#endif
}

}  // namespace elites
