// Owners of oneDNN's handles, and its errors as ours.
#pragma once

#include <oneapi/dnnl/dnnl.h>
#include <oneapi/dnnl/dnnl_debug.h>

#include <memory>
#include <string>
#include <type_traits>

#include "error.hpp"

namespace elites {

inline void check_dnnl(dnnl_status_t status, const char* call) {
    if (status != dnnl_success) {
        throw Error(
                status == dnnl_out_of_memory ? ELITES_OUT_OF_MEMORY : ELITES_INTERNAL,
                std::string("The oneDNN call ") + call + " failed with status " + std::to_string(status) + " ("
                        + dnnl_status2str(status) + ").");
    }
}

template <typename Handle, auto destroy>
struct DestroyDnnl {
    void operator()(Handle handle) const { destroy(handle); }
};

template <typename Handle, auto destroy>
using DnnlOwner = std::unique_ptr<std::remove_pointer_t<Handle>, DestroyDnnl<Handle, destroy>>;

using Engine = DnnlOwner<dnnl_engine_t, dnnl_engine_destroy>;
using MemoryDescriptor = DnnlOwner<dnnl_memory_desc_t, dnnl_memory_desc_destroy>;
using Memory = DnnlOwner<dnnl_memory_t, dnnl_memory_destroy>;
using PrimitiveDescriptor = DnnlOwner<dnnl_primitive_desc_t, dnnl_primitive_desc_destroy>;
using Primitive = DnnlOwner<dnnl_primitive_t, dnnl_primitive_destroy>;
using Attributes = DnnlOwner<dnnl_primitive_attr_t, dnnl_primitive_attr_destroy>;

class Stream {
public:
    explicit Stream(dnnl_engine_t engine) {
        dnnl_stream_t stream = nullptr;
        check_dnnl(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags), "dnnl_stream_create");
        stream_.reset(stream);
    }

    dnnl_stream_t get() const { return stream_.get(); }

private:
    DnnlOwner<dnnl_stream_t, dnnl_stream_destroy> stream_;
};

inline MemoryDescriptor memory_descriptor(
        int rank, const dnnl_dims_t dims, dnnl_format_tag_t tag, dnnl_data_type_t type = dnnl_f32) {
    dnnl_memory_desc_t descriptor = nullptr;
    check_dnnl(
            dnnl_memory_desc_create_with_tag(&descriptor, rank, dims, type, tag),
            "dnnl_memory_desc_create_with_tag");
    return MemoryDescriptor(descriptor);
}

inline Memory memory(const_dnnl_memory_desc_t descriptor, dnnl_engine_t engine, void* address) {
    dnnl_memory_t handle = nullptr;
    check_dnnl(dnnl_memory_create(&handle, descriptor, engine, address), "dnnl_memory_create");
    return Memory(handle);
}

}  // namespace elites
