// What kernels are told of a run: twins of control.h, chunk.h and selection.h, written down once more.
#pragma once

#include "values.hpp"

namespace test {

struct Control {
    uint64_t seed;
    uint32_t generation;
    uint32_t cancelled;
    uint32_t stopped;
    int32_t searches;
    const int32_t* seeds;
    const int32_t* generations;
};

struct Chunk {
    const Control* control;
    int32_t first_search, first_individual;
    int32_t rows, individuals;
};

// Rows [first_row, first_row + rows) of searches x individuals.
struct Part {
    int searches, individuals, first_row, rows;

    Chunk chunk(harness::Buffer<Control>& control) const {
        return {control.data(), first_row / individuals, first_row % individuals, rows, individuals};
    }
    int search(int row) const { return (first_row + row) / individuals; }
    int individual(int row) const { return (first_row + row) % individuals; }
};

// One row; whole searches; from the middle of one search into the middle of the next but one; from within a search that
// is not the first; more rows than a tile has, and no multiple of it.
constexpr Part parts[] = {{1, 1, 0, 1}, {2, 4, 0, 8}, {3, 5, 3, 9}, {3, 5, 7, 7}, {2, 13, 4, 19}};
constexpr Part one_row = parts[0];
constexpr Part many_rows = parts[4];

// A run whose seed needs both of its words.
inline Control run() {
    return {0x0123456789ABCDEFull, 7, 0, 0, 0, nullptr, nullptr};
}

constexpr int32_t kSelected = 0;
constexpr int32_t kAllNan = 1;
constexpr int32_t kAllEqual = 2;
constexpr int32_t kInactive = 3;

struct Selection {
    const int32_t* elites;   // [searches, individuals]
    const int32_t* summary;  // [searches, 4]: count, nans, status, best
};

// A kernel of the population does nothing in a run that was cancelled.
template <class Arguments>
void expect_nothing_if_stopped(
        const char* kernel, harness::Buffer<Control>& control, unsigned threads, const Arguments& arguments,
        harness::Output output) {
    const char* begin = static_cast<const char*>(output.data);
    const std::vector<char> before(begin, begin + output.bytes);
    control[0].stopped = 1;
    harness::launch(kernel, 2, threads, 0, arguments);
    control[0].stopped = 0;
    if (std::memcmp(before.data(), begin, output.bytes) != 0) {
        harness::fail(std::string("in a run that was cancelled there works ").append(kernel));
    }
}

}  // namespace test
