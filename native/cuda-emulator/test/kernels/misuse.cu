// Kernels that a device may run, or hang in, without a word.
#include "elites/cuda/kernel.h"
#include "kernels/misuse.h"

#if !defined(__CUDACC__)

ELITES_KERNEL(two_barriers, Misuse, 64) {
    arguments.memory[threadIdx.x] = 0.0f;
    if (threadIdx.x < 32) {
        __syncthreads();
    } else {
        __syncthreads();
    }
}

ELITES_KERNEL(mask_without_caller, Misuse, 64) {
    arguments.memory[threadIdx.x] = static_cast<float>(__ballot_sync(0xfffffffeu, 1));
}

ELITES_KERNEL(lanes_that_are_not_there, Misuse, 64) {
    arguments.memory[threadIdx.x] = static_cast<float>(__any_sync(0xffffffffu, 1));
}

ELITES_KERNEL(lane_outside_the_mask, Misuse, 64) {
    if (threadIdx.x < 16) {
        arguments.memory[threadIdx.x] = __shfl_sync(0x0000ffffu, 1.0f, 20);
    }
}

ELITES_KERNEL(votes_against_each_other, Misuse, 64) {
    arguments.memory[threadIdx.x] = 0.0f;
    if (threadIdx.x % 2 == 0) {
        __all_sync(0xffffffffu, 1);
    } else {
        __any_sync(0xffffffffu, 1);
    }
}

ELITES_KERNEL(copy_without_wait, Misuse, 64) {
    simt::copy_async(shared_bytes + threadIdx.x * 16, arguments.memory, 16);
    simt::commit_copies();
}

ELITES_KERNEL(misaligned_copy, Misuse, 64) {
    simt::copy_async(shared_bytes + threadIdx.x * 16 + 4, arguments.memory, 8);
    simt::wait_copies(0);
}

#endif
