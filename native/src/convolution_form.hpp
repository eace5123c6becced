// What oneDNN is given for a convolution on one tile.
#pragma once

#include <cstdint>

#include "memory.hpp"
#include "onednn.hpp"
#include "operation.hpp"

namespace elites {

struct ConvolutionShape {
    int32_t in, out, kernel, stride, padding;
    bool upsample;
    int32_t length;

    int32_t padded_length() const { return upsample ? 2 * length : length; }
    int32_t out_length() const { return (padded_length() + 2 * padding - kernel) / stride + 1; }
};

struct ConvolutionTypes {
    // Of sources and weights.
    dnnl_data_type_t source;
    dnnl_data_type_t target;
};

struct ConvolutionForm {
    PrimitiveDescriptor primitive;
    MemoryDescriptor source, target;
    // Weights and bias in their plain order; no bias, no descriptor.
    MemoryDescriptor weight_descriptor, bias_descriptor;
    Floats weight, bias;
};

// weight is [out, in, kernel], bias [out] or null. Positions are the rows of an image of one sample and the individuals
// of the tile its columns, over which the kernel does not reach: a product for each position and tap that has kTile rows
// at any length and none for taps beyond the ends. Linear layers are those of a single position.
ConvolutionForm convolution_form(
        dnnl_engine_t engine, const ConvolutionShape& shape, ConvolutionTypes types, const float* weight,
        const float* bias);

}  // namespace elites
