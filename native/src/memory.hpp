// Aligned memory of floats.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

namespace elites {

// A cache line, and the width of the widest vector.
constexpr std::size_t kAlignment = 64;

// Elites lie far apart in a population: with pages of 4 KiB the processor would look up a page for each of them.
constexpr std::size_t kHugePage = std::size_t{2} << 20;

inline void* allocate_bytes(uint64_t bytes) {
    std::size_t alignment = bytes >= 2 * kHugePage ? kHugePage : kAlignment;
    uint64_t rounded = (bytes + alignment - 1) / alignment * alignment;
    void* memory = rounded < bytes ? nullptr : std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    if (alignment == kHugePage) {
        // A wish: where the system has no huge pages to give, small ones do.
        madvise(memory, rounded, MADV_HUGEPAGE);
    }
    return memory;
}

struct FreeMemory {
    void operator()(void* memory) const { std::free(memory); }
};

using Floats = std::unique_ptr<float[], FreeMemory>;

inline Floats allocate_floats(int64_t count) {
    return Floats(static_cast<float*>(allocate_bytes(static_cast<uint64_t>(count) * sizeof(float))));
}

}  // namespace elites
