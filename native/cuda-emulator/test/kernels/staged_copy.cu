// Tiles go through shared memory by asynchronous copies, the next one while this one is written; each comes out
// reversed, so threads read what others copied.
#include "elites/cuda/kernel.h"
#include "kernels/staged_copy.h"

#if !defined(__CUDACC__)

static constexpr int tile = 64;

static void stage(float* shared, const float* from, int thread) {
    if (thread * 4 < tile) {
        simt::copy_async(shared + thread * 4, from + thread * 4, 16);
    }
    simt::commit_copies();
}

ELITES_KERNEL(staged_copy, StagedCopy, 64) {
    float* stages = reinterpret_cast<float*>(shared_bytes);
    const int thread = static_cast<int>(threadIdx.x);
    stage(stages, arguments.from, thread);
    for (int number = 0; number < arguments.tiles; ++number) {
        float* now = stages + number % 2 * tile;
        if (number + 1 < arguments.tiles) {
            stage(stages + (number + 1) % 2 * tile, arguments.from + (number + 1) * tile, thread);
        } else {
            simt::commit_copies();
        }
#if ELITES_SEEDED_BUG == 1
        simt::wait_copies(2);
#else
        simt::wait_copies(1);
#endif
        __syncthreads();
        arguments.to[number * tile + thread] = now[tile - 1 - thread];
#if ELITES_SEEDED_BUG != 2
        __syncthreads();
#endif
    }
    simt::wait_copies(0);
}

#endif
