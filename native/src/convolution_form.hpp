// What oneDNN is given for a convolution on one tile: a convolution, or a product of matrices.
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
    // Weights and bias as numbers of this form in their plain order; no bias, no descriptor.
    MemoryDescriptor weight_descriptor, bias_descriptor;
    Floats weight, bias;
};

// Whether the whole convolution of a tile is one product [kTile, positions * in] x [positions * in, out_positions * out]
// without a zero in the second matrix, and one that measures faster than oneDNN's convolution: linear layers and the one
// or two positions at the bottom of a short network. README.md has the figures.
bool is_dense(const ConvolutionShape& shape);

// weight is [out, in, kernel], bias [out] or null.
ConvolutionForm sliding_form(
        dnnl_engine_t engine, const ConvolutionShape& shape, ConvolutionTypes types, const float* weight,
        const float* bias);
ConvolutionForm dense_form(
        dnnl_engine_t engine, const ConvolutionShape& shape, ConvolutionTypes types, const float* weight,
        const float* bias);

}  // namespace elites
