// Memory that is allocated at once, on the device and pinned.
#include "driver/entry.hpp"
#include "driver/stream.hpp"

namespace {

using namespace emulator;

CUdeviceptr pointer_of(const Allocation& allocation) {
    return reinterpret_cast<CUdeviceptr>(allocation.begin);
}

// What is pending may still use it, so the device comes to an end first, as devices do.
void free_now(void* begin, Kind kind) {
    process().memory.at(begin, kind);
    fail_process_on(process().queue.finish_all());
    if (!process().memory.release(begin)) {
        fail_process({simt::illegal_address, "Freed memory had been overrun, or written before its beginning."});
    }
}

void allocate_pinned(void** pointer, size_t bytes) {
    require_given(pointer);
    *pointer = process().memory.allocate(Kind::pinned, current_context->device, bytes, true).begin;
}

}  // namespace

CALL cuMemAlloc_v2(CUdeviceptr* pointer, size_t bytes) {
    return ENTRY(context_outside_capture, {
        require_given(pointer);
        *pointer = pointer_of(process().memory.allocate(Kind::device, current_context->device, bytes, true));
    });
}

CALL cuMemFree_v2(CUdeviceptr pointer) {
    return ENTRY(context_outside_capture, {
        if (pointer != 0) {
            free_now(reinterpret_cast<void*>(pointer), Kind::device);
        }
    });
}

CALL cuMemGetInfo_v2(size_t* free, size_t* total) {
    return ENTRY(context, {
        require(free != nullptr && total != nullptr, CUDA_ERROR_INVALID_VALUE);
        const Memory& memory = process().memory;
        *total = memory.capacity();
        *free = memory.capacity() - std::min(memory.capacity(), memory.used(current_context->device));
    });
}

CALL cuMemGetAddressRange_v2(CUdeviceptr* base, size_t* bytes, CUdeviceptr pointer) {
    return ENTRY(context, {
        const Allocation* allocation = process().memory.holding(reinterpret_cast<void*>(pointer), 1);
        require(allocation != nullptr, CUDA_ERROR_NOT_FOUND);
        if (base != nullptr) {
            *base = pointer_of(*allocation);
        }
        if (bytes != nullptr) {
            *bytes = allocation->bytes;
        }
    });
}

CALL cuMemHostAlloc(void** pointer, size_t bytes, unsigned) {
    return ENTRY(context_outside_capture, { allocate_pinned(pointer, bytes); });
}

CALL cuMemAllocHost_v2(void** pointer, size_t bytes) {
    return ENTRY(context_outside_capture, { allocate_pinned(pointer, bytes); });
}

CALL cuMemFreeHost(void* pointer) {
    return ENTRY(context_outside_capture, {
        if (pointer != nullptr) {
            free_now(pointer, Kind::pinned);
        }
    });
}

CALL cuMemHostGetDevicePointer_v2(CUdeviceptr* device, void* host, unsigned flags) {
    return ENTRY(context, {
        require_given(device);
        require(flags == 0 && process().memory.is_pinned(host, 1), CUDA_ERROR_INVALID_VALUE);
        *device = reinterpret_cast<CUdeviceptr>(host);
    });
}

CALL cuMemHostGetFlags(unsigned* flags, void* host) {
    return ENTRY(context, {
        require_given(flags);
        require(process().memory.is_pinned(host, 1), CUDA_ERROR_INVALID_VALUE);
        *flags = 0;
    });
}

CALL cuMemHostRegister_v2(void* pointer, size_t bytes, unsigned) {
    return ENTRY(context_outside_capture, { process().memory.register_host(pointer, bytes); });
}

CALL cuMemHostUnregister(void* pointer) {
    return ENTRY(context_outside_capture, {
        fail_process_on(process().queue.finish_all());
        process().memory.unregister_host(pointer);
    });
}

CALL cuMemAlloc(CUdeviceptr* pointer, size_t bytes) { return cuMemAlloc_v2(pointer, bytes); }
CALL cuMemFree(CUdeviceptr pointer) { return cuMemFree_v2(pointer); }
CALL cuMemGetInfo(size_t* free, size_t* total) { return cuMemGetInfo_v2(free, total); }
CALL cuMemAllocHost(void** pointer, size_t bytes) { return cuMemAllocHost_v2(pointer, bytes); }
CALL cuMemHostGetDevicePointer(CUdeviceptr* device, void* host, unsigned flags) {
    return cuMemHostGetDevicePointer_v2(device, host, flags);
}
CALL cuMemHostRegister(void* pointer, size_t bytes, unsigned flags) {
    return cuMemHostRegister_v2(pointer, bytes, flags);
}
