#include "kernels/staged_copy.h"

#include "harness.hpp"

KERNEL_CHECK(staged_copy) {
    constexpr size_t tile = 64;
    for (const int tiles : {1, 2, 5}) {
        const size_t count = static_cast<size_t>(tiles) * tile;
        harness::Buffer<float> from(count);
        harness::Buffer<float> to(count);
        for (size_t index = 0; index < count; ++index) {
            from[index] = static_cast<float>(index);
        }
        harness::launch("staged_copy", 1, tile, 2 * tile * sizeof(float), StagedCopy{from.data(), to.data(), tiles});
        for (size_t index = 0; index < count; ++index) {
            const size_t source = index / tile * tile + tile - 1 - index % tile;
            harness::expect(to[index] == static_cast<float>(source), "element " + std::to_string(index) + " is "
                    + std::to_string(to[index]) + ", not " + std::to_string(source));
        }
    }
}
