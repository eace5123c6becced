#include "convolution.hpp"

#include <cstring>

namespace elites {

namespace {

// The upsampled source of a tile, where there is one, stands behind oneDNN's scratchpad.
int64_t upsampled_floats(const ConvolutionShape& shape) {
    return shape.upsample ? static_cast<int64_t>(kTile) * shape.padded_length() * shape.in : 0;
}

void repeat_positions(const ConvolutionShape& shape, const float* source, float* target) {
    for (int64_t position = 0; position < static_cast<int64_t>(kTile) * shape.length; ++position) {
        for (int copy = 0; copy < 2; ++copy) {
            std::memcpy(target, source, sizeof(float) * shape.in);
            target += shape.in;
        }
        source += shape.in;
    }
}

}  // namespace

Convolution::Convolution(Device& device, const ConvolutionShape& shape, const float* weight, const float* bias)
    : shape_(shape) {
    // On a worker, where oneDNN sees one thread: the choice of an implementation depends on it.
    device.lanes().run(1, [&](Lane& lane) { pack(device, lane, weight, bias); });
}

void Convolution::pack(Device& device, Lane& lane, const float* weight, const float* bias) {
    const dnnl_dims_t source_dims = {kTile, shape_.in, shape_.padded_length()};
    const dnnl_dims_t target_dims = {kTile, shape_.out, shape_.out_length()};
    const dnnl_dims_t weight_dims = {shape_.out, shape_.in, shape_.kernel};
    const dnnl_dims_t bias_dims = {shape_.out};
    MemoryDescriptor source = memory_descriptor(3, source_dims, dnnl_nwc);
    MemoryDescriptor target = memory_descriptor(3, target_dims, dnnl_nwc);
    MemoryDescriptor any_weight = memory_descriptor(3, weight_dims, dnnl_format_tag_any);
    MemoryDescriptor plain_weight = memory_descriptor(3, weight_dims, dnnl_oiw);
    MemoryDescriptor bias_descriptor = memory_descriptor(1, bias_dims, dnnl_x);

    dnnl_primitive_attr_t raw_attributes = nullptr;
    check_dnnl(dnnl_primitive_attr_create(&raw_attributes), "dnnl_primitive_attr_create");
    Attributes attributes(raw_attributes);
    check_dnnl(
            dnnl_primitive_attr_set_scratchpad_mode(attributes.get(), dnnl_scratchpad_mode_user),
            "dnnl_primitive_attr_set_scratchpad_mode");

    const dnnl_dims_t strides = {shape_.stride};
    const dnnl_dims_t dilates = {0};
    const dnnl_dims_t padding = {shape_.padding};
    // What the last stride leaves over is padding that no output reads.
    const dnnl_dims_t padding_right = {
            (shape_.out_length() - 1) * shape_.stride + shape_.kernel - shape_.padded_length() - shape_.padding};
    dnnl_primitive_desc_t raw_descriptor = nullptr;
    check_dnnl(
            dnnl_convolution_forward_primitive_desc_create(
                    &raw_descriptor, device.engine(), dnnl_forward_inference, dnnl_convolution_direct, source.get(),
                    any_weight.get(), bias == nullptr ? nullptr : bias_descriptor.get(), target.get(), strides, dilates,
                    padding, padding_right, attributes.get()),
            "dnnl_convolution_forward_primitive_desc_create");
    PrimitiveDescriptor descriptor(raw_descriptor);
    const char* name = nullptr;
    check_dnnl(
            dnnl_primitive_desc_query(descriptor.get(), dnnl_query_impl_info_str, 0, &name),
            "dnnl_primitive_desc_query");
    implementation_ = name;
    dnnl_primitive_t raw_primitive = nullptr;
    check_dnnl(dnnl_primitive_create(&raw_primitive, descriptor.get()), "dnnl_primitive_create");
    primitive_.reset(raw_primitive);

    const_dnnl_memory_desc_t packed = dnnl_primitive_desc_query_md(descriptor.get(), dnnl_query_weights_md, 0);
    packed_weight_ = allocate_floats((dnnl_memory_desc_get_size(packed) + sizeof(float) - 1) / sizeof(float));
    weight_memory_ = memory(packed, device.engine(), packed_weight_.get());
    Memory given = memory(plain_weight.get(), device.engine(), const_cast<float*>(weight));
    dnnl_primitive_desc_t raw_reorder = nullptr;
    check_dnnl(
            dnnl_reorder_primitive_desc_create(
                    &raw_reorder, plain_weight.get(), device.engine(), packed, device.engine(), nullptr),
            "dnnl_reorder_primitive_desc_create");
    PrimitiveDescriptor reorder_descriptor(raw_reorder);
    dnnl_primitive_t raw_reorder_primitive = nullptr;
    check_dnnl(dnnl_primitive_create(&raw_reorder_primitive, reorder_descriptor.get()), "dnnl_primitive_create");
    Primitive reorder(raw_reorder_primitive);
    const dnnl_exec_arg_t reorder_arguments[] = {{DNNL_ARG_FROM, given.get()}, {DNNL_ARG_TO, weight_memory_.get()}};
    check_dnnl(dnnl_primitive_execute(reorder.get(), lane.stream(), 2, reorder_arguments), "dnnl_primitive_execute");
    check_dnnl(dnnl_stream_wait(lane.stream()), "dnnl_stream_wait");

    if (bias != nullptr) {
        bias_ = allocate_floats(shape_.out);
        std::memcpy(bias_.get(), bias, sizeof(float) * shape_.out);
        bias_memory_ = memory(bias_descriptor.get(), device.engine(), bias_.get());
    }
    const_dnnl_memory_desc_t scratchpad = dnnl_primitive_desc_query_md(descriptor.get(), dnnl_query_scratchpad_md, 0);
    scratchpad_floats_ = static_cast<int64_t>(
            (dnnl_memory_desc_get_size(scratchpad) + kAlignment - 1) / kAlignment * kAlignment / sizeof(float));
    for (int i = 0; i < device.lanes().count(); ++i) {
        lanes_.push_back(
                {memory(source.get(), device.engine(), DNNL_MEMORY_NONE),
                 memory(target.get(), device.engine(), DNNL_MEMORY_NONE),
                 memory(scratchpad, device.engine(), DNNL_MEMORY_NONE)});
    }
}

int64_t Convolution::scratch_floats() const {
    return scratchpad_floats_ + upsampled_floats(shape_);
}

void Convolution::run_tile(Lane& lane, const float* source, float* target) const {
    float* scratch = lane.scratch(scratch_floats());
    if (shape_.upsample) {
        float* repeated = scratch + scratchpad_floats_;
        repeat_positions(shape_, source, repeated);
        source = repeated;
    }
    const LaneMemory& memory = lanes_[lane.index()];
    check_dnnl(
            dnnl_memory_set_data_handle(memory.source.get(), const_cast<float*>(source)),
            "dnnl_memory_set_data_handle");
    check_dnnl(dnnl_memory_set_data_handle(memory.target.get(), target), "dnnl_memory_set_data_handle");
    check_dnnl(dnnl_memory_set_data_handle(memory.scratchpad.get(), scratch), "dnnl_memory_set_data_handle");
    const dnnl_exec_arg_t arguments[] = {
            {DNNL_ARG_SRC, memory.source.get()},
            {DNNL_ARG_WEIGHTS, weight_memory_.get()},
            {DNNL_ARG_DST, memory.target.get()},
            {DNNL_ARG_SCRATCHPAD, memory.scratchpad.get()},
            {DNNL_ARG_BIAS, bias_memory_.get()},
    };
    int count = bias_memory_ == nullptr ? 4 : 5;
    check_dnnl(dnnl_primitive_execute(primitive_.get(), lane.stream(), count, arguments), "dnnl_primitive_execute");
}

}  // namespace elites
