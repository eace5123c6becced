#include "convolution.hpp"

#include <cstdint>
#include <cstring>
#include <string>

namespace elites {

namespace {

template <typename T>
void repeat_positions(const ConvolutionShape& shape, const T* source, T* target) {
    for (int64_t position = 0; position < static_cast<int64_t>(kTile) * shape.length; ++position) {
        for (int copy = 0; copy < 2; ++copy) {
            std::memcpy(target, source, sizeof(T) * shape.in);
            target += shape.in;
        }
        source += shape.in;
    }
}

Primitive make_primitive(dnnl_primitive_desc_t descriptor) {
    dnnl_primitive_t primitive = nullptr;
    check_dnnl(dnnl_primitive_create(&primitive, descriptor), "dnnl_primitive_create");
    return Primitive(primitive);
}

// Instruction sets of oneDNN are sets of flags.
bool products_have(dnnl_cpu_isa_t wanted) {
    return (static_cast<unsigned>(dnnl_get_effective_cpu_isa()) & wanted) == static_cast<unsigned>(wanted);
}

}  // namespace

bool multiplies_bfloat16() {
    return products_have(dnnl_cpu_isa_avx512_core_bf16);
}

std::string products() {
    struct Named {
        dnnl_cpu_isa_t isa;
        const char* name;
    };
    constexpr Named kNames[] = {
        {dnnl_cpu_isa_avx10_2_512_amx_2, "AVX10.2 AMX-2"},
        {dnnl_cpu_isa_avx10_2_512, "AVX10.2"},
        {dnnl_cpu_isa_avx512_core_amx_fp16, "AMX FP16"},
        {dnnl_cpu_isa_avx512_core_amx, "AMX"},
        {dnnl_cpu_isa_avx512_core_fp16, "AVX-512 FP16"},
        {dnnl_cpu_isa_avx512_core_bf16, "AVX-512 BF16"},
        {dnnl_cpu_isa_avx512_core_vnni, "AVX-512 VNNI"},
        {dnnl_cpu_isa_avx512_core, "AVX-512"},
        {dnnl_cpu_isa_avx2_vnni_2, "AVX2 VNNI-2"},
        {dnnl_cpu_isa_avx2_vnni, "AVX2 VNNI"},
    };
    for (const Named& named : kNames) {
        if (products_have(named.isa)) {
            return std::string("products ") + named.name;
        }
    }
    return "products AVX2";
}

Convolution::Convolution(
        Device& device, const ConvolutionShape& shape, Precision precision, bool stored, const float* weight,
        const float* bias)
    : shape_(shape), precision_(precision) {
    bool native = precision == Precision::kBfloat16 && multiplies_bfloat16();
    source_type_ = native ? dnnl_bf16 : dnnl_f32;
    target_type_ = native && stored ? dnnl_bf16 : dnnl_f32;
    // On a worker, where oneDNN sees one thread: the choice of an implementation depends on it.
    device.lanes().run(1, [&](Lane& lane) { pack(device, lane, weight, bias); });
}

void Convolution::pack(Device& device, Lane& lane, const float* weight, const float* bias) {
    const dnnl_dims_t source_dims = {kTile, shape_.in, shape_.padded_length()};
    const dnnl_dims_t target_dims = {kTile, shape_.out, shape_.out_length()};
    const dnnl_dims_t weight_dims = {shape_.out, shape_.in, shape_.kernel};
    const dnnl_dims_t bias_dims = {shape_.out};
    MemoryDescriptor source = memory_descriptor(3, source_dims, dnnl_nwc, source_type_);
    MemoryDescriptor target = memory_descriptor(3, target_dims, dnnl_nwc, target_type_);
    MemoryDescriptor any_weight = memory_descriptor(3, weight_dims, dnnl_format_tag_any, source_type_);
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
    primitive_ = make_primitive(descriptor.get());
    pack_weight(device, lane, dnnl_primitive_desc_query_md(descriptor.get(), dnnl_query_weights_md, 0), weight);
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

void Convolution::pack_weight(Device& device, Lane& lane, const_dnnl_memory_desc_t packed, const float* weight) {
    const dnnl_dims_t dims = {shape_.out, shape_.in, shape_.kernel};
    int64_t count = static_cast<int64_t>(shape_.out) * shape_.in * shape_.kernel;
    Floats plain_weight = allocate_floats(count);
    for (int64_t i = 0; i < count; ++i) {
        plain_weight[i] = precision_ == Precision::kBfloat16 ? to_float(rounded<Bfloat16>(weight[i])) : weight[i];
    }
    MemoryDescriptor plain = memory_descriptor(3, dims, dnnl_oiw);
    packed_weight_ = allocate_floats((dnnl_memory_desc_get_size(packed) + sizeof(float) - 1) / sizeof(float));
    weight_memory_ = memory(packed, device.engine(), packed_weight_.get());
    Memory given = memory(plain.get(), device.engine(), plain_weight.get());
    dnnl_primitive_desc_t raw_reorder = nullptr;
    check_dnnl(
            dnnl_reorder_primitive_desc_create(
                    &raw_reorder, plain.get(), device.engine(), packed, device.engine(), nullptr),
            "dnnl_reorder_primitive_desc_create");
    PrimitiveDescriptor reorder_descriptor(raw_reorder);
    Primitive reorder = make_primitive(reorder_descriptor.get());
    const dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, given.get()}, {DNNL_ARG_TO, weight_memory_.get()}};
    check_dnnl(dnnl_primitive_execute(reorder.get(), lane.stream(), 2, arguments), "dnnl_primitive_execute");
    check_dnnl(dnnl_stream_wait(lane.stream()), "dnnl_stream_wait");
}

int64_t Convolution::source_floats() const {
    return static_cast<int64_t>(kTile) * shape_.padded_length() * shape_.in;
}

int64_t Convolution::scratch_floats() const {
    return scratchpad_floats_ + 2 * source_floats();
}

template <typename T>
void Convolution::run_tile(Lane& lane, const T* source, void* target, float* scratch) const {
    float* rest = scratch + scratchpad_floats_;
    if (shape_.upsample) {
        T* repeated = reinterpret_cast<T*>(rest);
        repeat_positions(shape_, source, repeated);
        source = repeated;
        rest += source_floats();
    }
    const void* given = source;
    if (sizeof(T) < sizeof(float) && source_type_ == dnnl_f32) {
        convert(source, source_floats(), rest);
        given = rest;
    }
    execute(lane, given, target, scratch);
}

template void Convolution::run_tile(Lane&, const float*, void*, float*) const;
template void Convolution::run_tile(Lane&, const Bfloat16*, void*, float*) const;

void Convolution::execute(Lane& lane, const void* source, void* target, float* scratchpad) const {
    const LaneMemory& memory = lanes_[lane.index()];
    check_dnnl(
            dnnl_memory_set_data_handle(memory.source.get(), const_cast<void*>(source)), "dnnl_memory_set_data_handle");
    check_dnnl(dnnl_memory_set_data_handle(memory.target.get(), target), "dnnl_memory_set_data_handle");
    check_dnnl(dnnl_memory_set_data_handle(memory.scratchpad.get(), scratchpad), "dnnl_memory_set_data_handle");
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
