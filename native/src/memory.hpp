// Aligned memory of floats.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

namespace elites {

// A cache line, and the width of the widest vector.
constexpr std::size_t kAlignment = 64;

inline void* allocate_bytes(uint64_t bytes) {
    uint64_t rounded = (bytes + kAlignment - 1) / kAlignment * kAlignment;
    void* memory = rounded < bytes ? nullptr : std::aligned_alloc(kAlignment, rounded == 0 ? kAlignment : rounded);
    if (memory == nullptr) {
        throw std::bad_alloc();
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
