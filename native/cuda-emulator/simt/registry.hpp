// Kernels by name.
#pragma once

#include <cstddef>

#pragma GCC visibility push(hidden)
namespace simt {

// A kernel of a host-compiled source file; being constructed enters it into the registry.
struct KernelEntry {
    using Run = void (*)(const void* arguments);

    KernelEntry(const char* kernel_name, size_t bytes, size_t alignment, unsigned threads, Run body,
                unsigned char* shared_from, unsigned char* shared_to);
    KernelEntry(const KernelEntry&) = delete;
    KernelEntry& operator=(const KernelEntry&) = delete;

    const char* name;
    size_t argument_bytes;
    size_t argument_alignment;
    unsigned most_threads;
    Run run;
    // The static shared variables of the kernel's file; both null where it has none.
    unsigned char* shared_begin;
    unsigned char* shared_end;
    const KernelEntry* next;
};

// The first of all kernels; null where there is none.
const KernelEntry* all_kernels();
// Null where no kernel has that name.
const KernelEntry* find_kernel(const char* name);

}  // namespace simt
#pragma GCC visibility pop
