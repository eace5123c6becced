// What an operation is: code that runs on a chunk of rows, or on all rows of each search.
#pragma once

#include <cstdint>

#include "bfloat16.hpp"
#include "elites/elites.h"
#include "elites/search_clock.h"
#include "feature_shape.hpp"

namespace elites {

class Lane;
class Lanes;

struct Population {
    int32_t searches, individuals;

    int64_t rows() const { return static_cast<int64_t>(searches) * individuals; }
};

// The control block: all that varies between two runs of a program.
struct Control {
    SearchClock run = {};
    SearchClocks clocks = {};
    int32_t searches = 0;

    SearchClock clock(int64_t search) const { return clock_of(run, clocks, searches, search); }
};

struct Chunk {
    const Control& control;
    Population population;
    int64_t first_row;
    int32_t rows;      // rows in use
    int32_t capacity;  // rows that the workspace has room for, a multiple of kTile
    float* workspace;
    Precision precision;  // of feature maps
    Lane& lane;

    int32_t tiles() const { return (rows + kTile - 1) / kTile; }

    // The first tile of this chunk in a feature map, which stands in the workspace.
    template <typename T>
    T* features(elites_operand operand) const {
        return reinterpret_cast<T*>(workspace + (~operand) * capacity);
    }

    // Calls work with a value of the type that feature maps have.
    template <typename Work>
    void with_features(Work&& work) const {
        precision == Precision::kBfloat16 ? work(Bfloat16{}) : work(float{});
    }

    // The first row of this chunk in an operand of float32 with `width` floats a row.
    float* rows_of(elites_operand operand, int64_t width) const {
        if (operand < 0) {
            return workspace + (~operand) * capacity;
        }
        return reinterpret_cast<float*>(operand) + first_row * width;
    }
};

class IndividualOperation {
public:
    virtual ~IndividualOperation() = default;
    virtual void run(const Chunk& chunk) const = 0;
    // Floats of scratch memory that one lane needs while this operation runs.
    virtual int64_t scratch_floats() const { return 0; }
};

class PopulationOperation {
public:
    virtual ~PopulationOperation() = default;
    virtual void run(const Control& control, const Population& population, Lanes& lanes) const = 0;
};

}  // namespace elites
