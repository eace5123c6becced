// Memory in stream order. An allocation's addresses fault until its stream has come to it.
#include <cstring>

#include "driver/entry.hpp"
#include "driver/stream.hpp"

namespace {

using namespace emulator;

constexpr int release_threshold = 4;
constexpr int reserved_now = 5;
constexpr int reserved_high = 6;
constexpr int used_now = 7;
constexpr int used_high = 8;

CUresult allocate(const char* call, CUdeviceptr* pointer, size_t bytes, CUmemoryPool pool, CUstream stream) {
    return entry(call, Needs::context, [&] {
        require_given(pointer);
        Stream& where = stream_at(stream);
        // Devices can; nobody here needs memory that lives within a graph.
        require(where.capture == nullptr, CUDA_ERROR_NOT_SUPPORTED);
        Pool& from = *process().pools.at(pool != nullptr ? pool : current_context->current_pool);
        require(from.context == current_context, CUDA_ERROR_INVALID_VALUE);
        Memory& memory = process().memory;
        const Allocation& allocation = memory.allocate(Kind::device, current_context->device, bytes, false);
        *pointer = reinterpret_cast<CUdeviceptr>(allocation.begin);
        from.high = std::max(from.high, memory.used(current_context->device));
        enqueue_operation(where, InternalWork{[&memory, begin = allocation.begin] {
            memory.open(memory.at(begin, Kind::device));
        }});
    });
}

}  // namespace

CALL cuMemAllocAsync(CUdeviceptr* pointer, size_t bytes, CUstream stream) {
    return allocate(__func__, pointer, bytes, nullptr, stream);
}

CALL cuMemAllocFromPoolAsync(CUdeviceptr* pointer, size_t bytes, CUmemoryPool pool, CUstream stream) {
    return allocate(__func__, pointer, bytes, pool, stream);
}

CALL cuMemFreeAsync(CUdeviceptr pointer, CUstream stream) {
    return ENTRY(context, {
        void* begin = reinterpret_cast<void*>(pointer);
        Memory& memory = process().memory;
        memory.at(begin, Kind::device);
        Stream& where = stream_at(stream);
        require(where.capture == nullptr, CUDA_ERROR_NOT_SUPPORTED);
        enqueue_operation(where, InternalWork{[&memory, begin] { memory.release(begin); }});
    });
}

CALL cuDeviceGetDefaultMemPool(CUmemoryPool* pool, CUdevice device) {
    return ENTRY(context, {
        require_given(pool);
        const auto found = process().contexts.find(device);
        require(found != process().contexts.end(), CUDA_ERROR_INVALID_DEVICE);
        *pool = found->second->default_pool;
    });
}

CALL cuDeviceGetMemPool(CUmemoryPool* pool, CUdevice device) {
    return ENTRY(context, {
        require_given(pool);
        const auto found = process().contexts.find(device);
        require(found != process().contexts.end(), CUDA_ERROR_INVALID_DEVICE);
        *pool = found->second->current_pool;
    });
}

CALL cuDeviceSetMemPool(CUdevice device, CUmemoryPool pool) {
    return ENTRY(context, {
        const auto found = process().contexts.find(device);
        require(found != process().contexts.end(), CUDA_ERROR_INVALID_DEVICE);
        require(process().pools.at(pool)->context == found->second.get(), CUDA_ERROR_INVALID_VALUE);
        found->second->current_pool = pool;
    });
}

CALL cuMemPoolCreate(CUmemoryPool* pool, const void* properties) {
    return ENTRY(context, {
        require(pool != nullptr && properties != nullptr, CUDA_ERROR_INVALID_VALUE);
        auto created = std::make_shared<Pool>();
        created->context = current_context;
        *pool = process().pools.add(created);
    });
}

CALL cuMemPoolDestroy(CUmemoryPool pool) {
    return ENTRY(context, {
        require(!process().pools.at(pool)->is_default, CUDA_ERROR_INVALID_VALUE);
        if (current_context->current_pool == pool) {
            current_context->current_pool = current_context->default_pool;
        }
        process().pools.remove(pool);
    });
}

CALL cuMemPoolTrimTo(CUmemoryPool pool, size_t) {
    return ENTRY(context, { process().pools.at(pool); });
}

CALL cuMemPoolSetAttribute(CUmemoryPool pool, int attribute, void* value) {
    return ENTRY(context, {
        require_given(value);
        Pool& changed = *process().pools.at(pool);
        if (attribute == release_threshold) {
            std::memcpy(&changed.release_threshold, value, sizeof changed.release_threshold);
        } else if (attribute == reserved_high || attribute == used_high) {
            changed.high = process().memory.used(changed.context->device);
        } else {
            require(attribute >= 1 && attribute < release_threshold, CUDA_ERROR_INVALID_VALUE);
        }
    });
}

CALL cuMemPoolGetAttribute(CUmemoryPool pool, int attribute, void* value) {
    return ENTRY(context, {
        require_given(value);
        const Pool& asked = *process().pools.at(pool);
        const size_t used = process().memory.used(asked.context->device);
        uint64_t answer = 0;
        switch (attribute) {
            case release_threshold: answer = asked.release_threshold; break;
            case reserved_now: case used_now: answer = used; break;
            case reserved_high: case used_high: answer = std::max(asked.high, used); break;
            default: refuse(CUDA_ERROR_INVALID_VALUE);
        }
        std::memcpy(value, &answer, sizeof answer);
    });
}
