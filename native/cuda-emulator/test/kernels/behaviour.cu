// A kernel that does what it should, and some that do what none should.
#include "elites/cuda/kernel.h"
#include "kernels/behaviour.h"

ELITES_KERNEL(add_one, AddOne, 256) {
    const int index = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (index < arguments.count) {
        arguments.values[index] += 1;
    }
}

ELITES_KERNEL(write_byte, WriteByte, 32) {
    if (threadIdx.x == 5) {
        *arguments.at = 1;
    }
}

ELITES_KERNEL(read_vector, ReadVector, 32) {
    const float4 four = *reinterpret_cast<const float4*>(arguments.at);
    *reinterpret_cast<float4*>(arguments.to) = four;
}

ELITES_KERNEL(endless, Endless, 32) {
    while (*arguments.flag == 0) {
    }
}

static __device__ __attribute__((noinline)) int descend(int* depths, int depth) {
    volatile int frame[256];
    frame[depth % 256] = depth;
    *depths = depth;
    return depth == 0 ? 0 : descend(depths, depth - 1) + frame[depth % 256];
}

ELITES_KERNEL(recursion, Recursion, 32) {
    *arguments.depths = descend(arguments.depths, arguments.depth);
}
