#include "convolution_form.hpp"

#include <cstring>

namespace elites {

namespace {

Attributes with_our_scratchpad() {
    dnnl_primitive_attr_t raw_attributes = nullptr;
    check_dnnl(dnnl_primitive_attr_create(&raw_attributes), "dnnl_primitive_attr_create");
    Attributes attributes(raw_attributes);
    check_dnnl(
            dnnl_primitive_attr_set_scratchpad_mode(attributes.get(), dnnl_scratchpad_mode_user),
            "dnnl_primitive_attr_set_scratchpad_mode");
    return attributes;
}

Floats copy_of(const float* values, int64_t count) {
    Floats copy = allocate_floats(count);
    std::memcpy(copy.get(), values, sizeof(float) * count);
    return copy;
}

}  // namespace

ConvolutionForm convolution_form(
        dnnl_engine_t engine, const ConvolutionShape& shape, ConvolutionTypes types, const float* weight,
        const float* bias) {
    const dnnl_dims_t source = {1, shape.in, shape.padded_length(), kTile};
    const dnnl_dims_t target = {1, shape.out, shape.out_length(), kTile};
    const dnnl_dims_t weights = {shape.out, shape.in, shape.kernel, 1};
    const dnnl_dims_t biases = {shape.out};
    ConvolutionForm form;
    form.source = memory_descriptor(4, source, dnnl_nhwc, types.source);
    form.target = memory_descriptor(4, target, dnnl_nhwc, types.target);
    form.weight_descriptor = memory_descriptor(4, weights, dnnl_oihw);
    form.weight = copy_of(weight, static_cast<int64_t>(shape.out) * shape.in * shape.kernel);
    if (bias != nullptr) {
        form.bias_descriptor = memory_descriptor(1, biases, dnnl_x);
        form.bias = copy_of(bias, shape.out);
    }
    MemoryDescriptor any_weight = memory_descriptor(4, weights, dnnl_format_tag_any, types.source);
    const dnnl_dims_t strides = {shape.stride, 1};
    const dnnl_dims_t dilates = {0, 0};
    const dnnl_dims_t padding = {shape.padding, 0};
    // What the last stride leaves over is padding that no output reads.
    const dnnl_dims_t padding_after = {
            (shape.out_length() - 1) * shape.stride + shape.kernel - shape.padded_length() - shape.padding, 0};
    dnnl_primitive_desc_t primitive = nullptr;
    check_dnnl(
            dnnl_convolution_forward_primitive_desc_create(
                    &primitive, engine, dnnl_forward_inference, dnnl_convolution_direct, form.source.get(),
                    any_weight.get(), form.bias_descriptor.get(), form.target.get(), strides, dilates, padding,
                    padding_after, with_our_scratchpad().get()),
            "dnnl_convolution_forward_primitive_desc_create");
    form.primitive.reset(primitive);
    return form;
}

}  // namespace elites
