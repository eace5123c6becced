// The language of kernels: CUDA C++ under nvcc, and a host's C++ with threads that an emulator schedules elsewhere.
// Kernels include no other header of CUDA's.
#pragma once

#include <cstdint>

// ELITES_KERNEL(name, Arguments, threads) { ... } defines a kernel of at most `threads` threads a block. Its only
// parameter is `const Arguments arguments`, a struct of plain fields: hosts pass one pointer, and a kernel's registration
// knows the bytes that it expects. ELITES_RESIDENT_KERNEL(name, Arguments, threads, blocks) also says how many blocks a
// multiprocessor shall hold at once, which bounds their registers. Where nobody says, the assembler spills a few registers
// to fit one more block, so that ELITES_KERNEL asks for one.
// Which of its bugs a kernel shall have: tests build kernels with one, to see that it is found.
#if !defined(ELITES_SEEDED_BUG)
#define ELITES_SEEDED_BUG 0
#endif

#if defined(__CUDACC__)
#include <cuda_bf16.h>
#define ELITES_KERNEL(name, Arguments, threads) \
    ELITES_RESIDENT_KERNEL(name, Arguments, threads, 1)
#define ELITES_RESIDENT_KERNEL(name, Arguments, threads, blocks) \
    extern "C" __global__ void __launch_bounds__(threads, blocks) name(const __grid_constant__ Arguments arguments)
// Shared memory whose size a launch decides. One declaration serves all kernels, which cast it.
extern __shared__ __align__(16) unsigned char shared_bytes[];
#else
// It declares shared_bytes, too: __shared__ is a storage class there.
#include "simt/language.hpp"
#define ELITES_KERNEL(name, Arguments, threads)                                        \
    static void name##_body(const Arguments& arguments);                               \
    static const ::simt::Kernel name##_kernel(                                         \
            #name, sizeof(Arguments), alignof(Arguments), threads, [](const void* at) { \
                name##_body(*static_cast<const Arguments*>(at));                        \
            });                                                                        \
    static void name##_body(const Arguments& arguments)
#define ELITES_RESIDENT_KERNEL(name, Arguments, threads, blocks) ELITES_KERNEL(name, Arguments, threads)
#endif
