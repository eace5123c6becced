// How often each value of a byte occurs in keys: counted in shared memory, then added up over blocks.
#include "elites/cuda/kernel.h"
#include "kernels/radix_histogram.h"

ELITES_KERNEL(radix_histogram, RadixHistogram, 256) {
    unsigned* counts = reinterpret_cast<unsigned*>(shared_bytes);
    for (unsigned digit = threadIdx.x; digit < 256; digit += blockDim.x) {
        counts[digit] = 0;
    }
    __syncthreads();
    const int index = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (index < arguments.count) {
        const unsigned digit = arguments.keys[index] >> arguments.shift & 255u;
#if ELITES_SEEDED_BUG == 1
        ++counts[digit];
#else
        atomicAdd(&counts[digit], 1u);
#endif
    }
    __syncthreads();
    for (unsigned digit = threadIdx.x; digit < 256; digit += blockDim.x) {
#if ELITES_SEEDED_BUG == 2
        arguments.counts[digit] += counts[digit];
#else
        atomicAdd(&arguments.counts[digit], counts[digit]);
#endif
    }
}
