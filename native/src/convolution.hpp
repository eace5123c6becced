// A packed one-dimensional convolution over tiles of feature maps.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "convolution_form.hpp"
#include "device.hpp"
#include "operation.hpp"

namespace elites {

// Whether this processor multiplies bfloat16 by itself. Elsewhere, and where such products would mix rows, sources and
// weights are rounded to bfloat16 all the same, and products are made in float32: the same arithmetic up to the order of
// sums, but no faster.
bool multiplies_bfloat16();

// What products run on, for example "products AMX".
std::string products();

class Convolution {
public:
    // weight is [out, in, kernel], bias [out] or null; both are copied. With precision bfloat16 sources and weights are
    // bfloat16; so is the result if it is `stored` as it comes, else the result is float32 for an epilogue to read.
    Convolution(
            Device& device, const ConvolutionShape& shape, Precision precision, bool stored, const float* weight,
            const float* bias);

    const ConvolutionShape& shape() const { return shape_; }
    // Whether products are made of bfloat16.
    bool takes_bfloat16() const { return types_.source == dnnl_bf16; }
    // Whether results come as bfloat16.
    bool gives_bfloat16() const { return types_.target == dnnl_bf16; }
    int64_t scratch_floats() const;

    // One tile: source [length, kTile, in], target [out_length, kTile, out] of float32, or bfloat16 if it gives that.
    template <typename T>
    void run_tile(Lane& lane, const T* source, void* target, float* scratch) const;

private:
    struct LaneMemory {
        Memory source, target, scratchpad;
    };

    void pack(Device& device, Lane& lane, const float* weight, const float* bias);
    void pack_weight(Device& device, Lane& lane, const ConvolutionForm& form);
    // Whether NaN in a row stays in it. Instructions sum pairs of terms, those of AMX up to 32; what a sum lacks oneDNN
    // takes from what follows the row in memory, its neighbour, times weights that are zero, and NaN times zero is NaN.
    // Odd channels are such, with AMX also 48 or 80; nobody promises which.
    bool keeps_rows_apart(Lane& lane) const;
    void execute(Lane& lane, const void* source, void* target, float* scratchpad) const;
    // Floats for a source that is unpacked, or whose positions are repeated, for the sake of oneDNN.
    int64_t source_floats() const;

    ConvolutionShape shape_;
    Precision precision_;
    ConvolutionTypes types_;
    Primitive primitive_;
    Floats packed_weight_, bias_;
    Memory weight_memory_, bias_memory_;
    std::vector<LaneMemory> lanes_;
    int64_t scratchpad_floats_ = 0;
};

}  // namespace elites

struct elites_convolution {
    elites::Convolution convolution;
};
