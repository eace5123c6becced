#include "convolution_form.hpp"

#include <cstring>

namespace elites {

namespace {

// With more positions oneDNN's convolutions are faster.
constexpr int32_t kMostDensePositions = 2;

Attributes with_our_scratchpad() {
    dnnl_primitive_attr_t raw_attributes = nullptr;
    check_dnnl(dnnl_primitive_attr_create(&raw_attributes), "dnnl_primitive_attr_create");
    Attributes attributes(raw_attributes);
    check_dnnl(
            dnnl_primitive_attr_set_scratchpad_mode(attributes.get(), dnnl_scratchpad_mode_user),
            "dnnl_primitive_attr_set_scratchpad_mode");
    return attributes;
}

// [out_positions, out, positions, in]: the weight of the tap that lies over each position.
Floats dense_weight(const ConvolutionShape& shape, const float* weight) {
    int64_t positions = shape.padded_length();
    Floats dense = allocate_floats(shape.out_length() * shape.out * positions * shape.in);
    float* next = dense.get();
    for (int64_t to = 0; to < shape.out_length(); ++to) {
        for (int64_t o = 0; o < shape.out; ++o) {
            for (int64_t from = 0; from < positions; ++from) {
                int64_t tap = from + shape.padding - to * shape.stride;
                for (int64_t i = 0; i < shape.in; ++i) {
                    *next++ = weight[(o * shape.in + i) * shape.kernel + tap];
                }
            }
        }
    }
    return dense;
}

Floats repeated(const float* values, int64_t count, int64_t times) {
    Floats all = allocate_floats(count * times);
    for (int64_t copy = 0; copy < times; ++copy) {
        std::memcpy(all.get() + copy * count, values, sizeof(float) * count);
    }
    return all;
}

}  // namespace

bool is_dense(const ConvolutionShape& shape) {
    // The first output reads the last position, and the last output the first.
    bool all_read_all = shape.padded_length() - 1 + shape.padding < shape.kernel
            && (shape.out_length() - 1) * shape.stride <= shape.padding;
    return shape.padded_length() <= kMostDensePositions && all_read_all;
}

ConvolutionForm sliding_form(
        dnnl_engine_t engine, const ConvolutionShape& shape, ConvolutionTypes types, const float* weight,
        const float* bias) {
    const dnnl_dims_t source = {kTile, shape.in, shape.padded_length()};
    const dnnl_dims_t target = {kTile, shape.out, shape.out_length()};
    const dnnl_dims_t weights = {shape.out, shape.in, shape.kernel};
    const dnnl_dims_t biases = {shape.out};
    ConvolutionForm form;
    form.source = memory_descriptor(3, source, dnnl_nwc, types.source);
    form.target = memory_descriptor(3, target, dnnl_nwc, types.target);
    form.weight_descriptor = memory_descriptor(3, weights, dnnl_oiw);
    form.weight = repeated(weight, static_cast<int64_t>(shape.out) * shape.in * shape.kernel, 1);
    if (bias != nullptr) {
        form.bias_descriptor = memory_descriptor(1, biases, dnnl_x);
        form.bias = repeated(bias, shape.out, 1);
    }
    MemoryDescriptor any_weight = memory_descriptor(3, weights, dnnl_format_tag_any, types.source);
    const dnnl_dims_t strides = {shape.stride};
    const dnnl_dims_t dilates = {0};
    const dnnl_dims_t padding = {shape.padding};
    // What the last stride leaves over is padding that no output reads.
    const dnnl_dims_t padding_right = {
            (shape.out_length() - 1) * shape.stride + shape.kernel - shape.padded_length() - shape.padding};
    dnnl_primitive_desc_t primitive = nullptr;
    check_dnnl(
            dnnl_convolution_forward_primitive_desc_create(
                    &primitive, engine, dnnl_forward_inference, dnnl_convolution_direct, form.source.get(),
                    any_weight.get(), form.bias_descriptor.get(), form.target.get(), strides, dilates, padding,
                    padding_right, with_our_scratchpad().get()),
            "dnnl_convolution_forward_primitive_desc_create");
    form.primitive.reset(primitive);
    return form;
}

ConvolutionForm dense_form(
        dnnl_engine_t engine, const ConvolutionShape& shape, ConvolutionTypes types, const float* weight,
        const float* bias) {
    int64_t in = static_cast<int64_t>(shape.padded_length()) * shape.in;
    int64_t out = static_cast<int64_t>(shape.out_length()) * shape.out;
    const dnnl_dims_t source = {kTile, in};
    const dnnl_dims_t target = {kTile, out};
    const dnnl_dims_t weights = {in, out};
    const dnnl_dims_t biases = {1, out};
    ConvolutionForm form;
    form.source = memory_descriptor(2, source, dnnl_ab, types.source);
    form.target = memory_descriptor(2, target, dnnl_ab, types.target);
    form.weight_descriptor = memory_descriptor(2, weights, dnnl_ba);
    form.weight = dense_weight(shape, weight);
    if (bias != nullptr) {
        form.bias_descriptor = memory_descriptor(2, biases, dnnl_ab);
        form.bias = repeated(bias, shape.out, shape.out_length());
    }
    MemoryDescriptor any_weight = memory_descriptor(2, weights, dnnl_format_tag_any, types.source);
    dnnl_primitive_desc_t primitive = nullptr;
    check_dnnl(
            dnnl_matmul_primitive_desc_create(
                    &primitive, engine, form.source.get(), any_weight.get(), form.bias_descriptor.get(),
                    form.target.get(), with_our_scratchpad().get()),
            "dnnl_matmul_primitive_desc_create");
    form.primitive.reset(primitive);
    return form;
}

}  // namespace elites
