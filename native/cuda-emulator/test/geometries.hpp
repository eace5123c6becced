// Six ways to share the same work out to threads, which must not be seen in any bit of the result.
#pragma once

#include <array>
#include <cstring>
#include <initializer_list>
#include <string>
#include <vector>

#include "harness.hpp"

namespace harness {

struct Geometry {
    unsigned blocks;
    unsigned across;
    unsigned down = 1;
};

using Geometries = std::array<Geometry, 6>;

// For kernels whose threads take items in turns, or whose blocks do and may have any number of threads.
constexpr Geometries any_threads = {{{1, 256}, {5, 96}, {1, 1}, {2, 33}, {3, 64}, {2, 128}}};
// For kernels whose threads share rows: across parts, down rows.
constexpr Geometries rows_and_parts = {{{1, 32, 8}, {5, 16, 2}, {1, 1, 1}, {2, 8, 4}, {3, 64, 1}, {1, 3, 7}}};
// For kernels whose warps take items.
constexpr Geometries whole_warps = {{{1, 256}, {3, 96}, {1, 32}, {2, 64}, {5, 32}, {2, 128}}};
// For kernels that are written for blocks of 256 threads.
constexpr Geometries blocks_of_256 = {{{1, 256}, {3, 256}, {2, 256}, {4, 256}, {5, 256}, {7, 256}}};

// The thread sanitizer is slow and looks for races, not for bits: the first two are enough for it.
#if defined(SIMT_THREAD)
constexpr size_t geometries_that_run = 2;
#else
constexpr size_t geometries_that_run = 6;
#endif

// Memory that a kernel writes, or changes.
struct Output {
    template <class Value>
    Output(const char* its_name, Buffer<Value>& buffer)
            : name(its_name), data(buffer.data()), bytes(buffer.size() * sizeof(Value)) {}

    const char* name;
    void* data;
    size_t bytes;
};

// Launches a kernel under each geometry, always from what the outputs hold when this is called; they hold the result
// afterwards. The check fails where a bit depends on the geometry.
template <class Arguments>
void same_for_every_geometry(
        const char* kernel, const Geometries& geometries, const Arguments& arguments,
        std::initializer_list<Output> outputs, unsigned shared_bytes = 0) {
    std::vector<std::vector<char>> before;
    for (const Output& output : outputs) {
        const char* begin = static_cast<const char*>(output.data);
        before.emplace_back(begin, begin + output.bytes);
    }
    std::vector<std::vector<char>> first;
    for (size_t number = 0; number < geometries_that_run; ++number) {
        const Geometry& geometry = geometries[number];
        auto start = before.begin();
        for (const Output& output : outputs) {
            std::memcpy(output.data, (start++)->data(), output.bytes);
        }
        launch(kernel, geometry.blocks, {geometry.across, geometry.down}, shared_bytes, arguments);
        auto known = first.begin();
        for (const Output& output : outputs) {
            const char* begin = static_cast<const char*>(output.data);
            if (number == 0) {
                first.emplace_back(begin, begin + output.bytes);
                known = first.end();
                continue;
            }
            expect(std::memcmp((known++)->data(), begin, output.bytes) == 0,
                   std::string(output.name) + " of " + kernel + " depends on the geometry: it is different with "
                           + std::to_string(geometry.blocks) + " blocks of " + std::to_string(geometry.across) + " x "
                           + std::to_string(geometry.down) + " threads");
        }
    }
}

}  // namespace harness
