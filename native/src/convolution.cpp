#include "convolution.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

namespace elites {

namespace {

template <typename T>
void repeat_positions(const ConvolutionShape& shape, const T* source, T* target) {
    int64_t position = static_cast<int64_t>(kTile) * shape.in;
    for (int32_t l = 0; l < shape.length; ++l, source += position) {
        for (int copy = 0; copy < 2; ++copy, target += position) {
            std::memcpy(target, source, sizeof(T) * position);
        }
    }
}

template <typename T>
bool has_nan(const T* row, int32_t count) {
    return std::any_of(row, row + count, [](T number) { return std::isnan(to_float(number)); });
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
    types_.source = native ? dnnl_bf16 : dnnl_f32;
    types_.target = native && stored ? dnnl_bf16 : dnnl_f32;
    // On a worker, where oneDNN sees one thread: the choice of an implementation depends on it.
    device.lanes().run(1, [&](Lane& lane) {
        pack(device, lane, weight, bias);
        if (native && !keeps_rows_apart(lane)) {
            types_ = {dnnl_f32, dnnl_f32};
            lanes_.clear();
            pack(device, lane, weight, bias);
        }
    });
}

void Convolution::pack(Device& device, Lane& lane, const float* weight, const float* bias) {
    ConvolutionForm form = convolution_form(device.engine(), shape_, types_, weight, bias);
    primitive_ = make_primitive(form.primitive.get());
    pack_weight(device, lane, form);
    if (bias != nullptr) {
        bias_ = std::move(form.bias);
        bias_memory_ = memory(form.bias_descriptor.get(), device.engine(), bias_.get());
    }
    const_dnnl_memory_desc_t scratchpad =
            dnnl_primitive_desc_query_md(form.primitive.get(), dnnl_query_scratchpad_md, 0);
    scratchpad_floats_ = static_cast<int64_t>(
            (dnnl_memory_desc_get_size(scratchpad) + kAlignment - 1) / kAlignment * kAlignment / sizeof(float));
    for (int i = 0; i < device.lanes().count(); ++i) {
        lanes_.push_back(
                {memory(form.source.get(), device.engine(), DNNL_MEMORY_NONE),
                 memory(form.target.get(), device.engine(), DNNL_MEMORY_NONE),
                 memory(scratchpad, device.engine(), DNNL_MEMORY_NONE)});
    }
}

void Convolution::pack_weight(Device& device, Lane& lane, const ConvolutionForm& form) {
    if (precision_ == Precision::kBfloat16) {
        int64_t count = dnnl_memory_desc_get_size(form.weight_descriptor.get()) / sizeof(float);
        for (int64_t i = 0; i < count; ++i) {
            form.weight[i] = to_float(rounded<Bfloat16>(form.weight[i]));
        }
    }
    const_dnnl_memory_desc_t packed = dnnl_primitive_desc_query_md(form.primitive.get(), dnnl_query_weights_md, 0);
    packed_weight_ = allocate_floats((dnnl_memory_desc_get_size(packed) + sizeof(float) - 1) / sizeof(float));
    weight_memory_ = memory(packed, device.engine(), packed_weight_.get());
    Memory given = memory(form.weight_descriptor.get(), device.engine(), form.weight.get());
    dnnl_primitive_desc_t raw_reorder = nullptr;
    check_dnnl(
            dnnl_reorder_primitive_desc_create(
                    &raw_reorder, form.weight_descriptor.get(), device.engine(), packed, device.engine(), nullptr),
            "dnnl_reorder_primitive_desc_create");
    PrimitiveDescriptor reorder_descriptor(raw_reorder);
    Primitive reorder = make_primitive(reorder_descriptor.get());
    const dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, given.get()}, {DNNL_ARG_TO, weight_memory_.get()}};
    check_dnnl(dnnl_primitive_execute(reorder.get(), lane.stream(), 2, arguments), "dnnl_primitive_execute");
    check_dnnl(dnnl_stream_wait(lane.stream()), "dnnl_stream_wait");
}

bool Convolution::keeps_rows_apart(Lane& lane) const {
    constexpr Bfloat16 kZero = {0};
    constexpr Bfloat16 kNan = {0x7FC0};
    int64_t rows = static_cast<int64_t>(kTile) * shape_.length;
    int64_t result_rows = static_cast<int64_t>(kTile) * shape_.out_length();
    Floats source_memory = allocate_floats(rows * shape_.in / 2 + kAlignment);
    Floats result_memory = allocate_floats(result_rows * shape_.out);
    Floats scratch = allocate_floats(scratch_floats());
    auto* source = reinterpret_cast<Bfloat16*>(source_memory.get());
    std::fill_n(source + rows * shape_.in, kAlignment, kNan);
    // NaN in every other row, then in the others.
    for (int odd = 0; odd < 2; ++odd) {
        for (int64_t r = 0; r < rows; ++r) {
            std::fill_n(source + r * shape_.in, shape_.in, r % 2 == odd ? kNan : kZero);
        }
        run_tile(lane, source, result_memory.get(), scratch.get());
        for (int64_t r = 1 - odd; r < result_rows; r += 2) {
            bool mixed = gives_bfloat16()
                    ? has_nan(reinterpret_cast<const Bfloat16*>(result_memory.get()) + r * shape_.out, shape_.out)
                    : has_nan(result_memory.get() + r * shape_.out, shape_.out);
            if (mixed) {
                return false;
            }
        }
    }
    return true;
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
    if (sizeof(T) < sizeof(float) && types_.source == dnnl_f32) {
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
