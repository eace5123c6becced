// Copies and fills. A synchronous one is the legacy stream's, and waits for it.
#include "driver/entry.hpp"
#include "driver/capture.hpp"
#include "driver/stream.hpp"

namespace {

using namespace emulator;

enum class Side { device, host, pinned };

// Device addresses include pinned memory's, which devices reach as well.
void require_range(const void* begin, size_t bytes, Side side) {
    const Memory& memory = process().memory;
    require(begin != nullptr, CUDA_ERROR_INVALID_VALUE);
    if (side == Side::device) {
        require(memory.holding(begin, bytes) != nullptr || memory.is_pinned(begin, bytes), CUDA_ERROR_INVALID_VALUE);
    } else if (side == Side::pinned) {
        require(memory.is_pinned(begin, bytes), CUDA_ERROR_INVALID_VALUE);
    } else {
        require(!memory.is_own(begin) || memory.is_pinned(begin, bytes), CUDA_ERROR_INVALID_VALUE);
    }
}

void* address(CUdeviceptr pointer) {
    return reinterpret_cast<void*>(pointer);
}

void copy(Stream& stream, void* to, Side to_side, const void* from, Side from_side, size_t bytes) {
    if (bytes == 0) {
        return;
    }
    require_range(to, bytes, to_side);
    require_range(from, bytes, from_side);
    enqueue(stream, CopyWork{to, from, bytes});
}

void fill(Stream& stream, CUdeviceptr to, size_t pitch, uint32_t value, unsigned element, size_t width, size_t height) {
    if (width == 0 || height == 0) {
        return;
    }
    const size_t row = width * element;
    require(width < SIZE_MAX / element && to % element == 0, CUDA_ERROR_INVALID_VALUE);
    require(height == 1 || (pitch >= row && pitch % element == 0), CUDA_ERROR_INVALID_VALUE);
    for (size_t line = 0; line < height; ++line) {
        require_range(address(to + line * pitch), row, Side::device);
    }
    enqueue(stream, FillWork{static_cast<char*>(address(to)), value, element, width, height, pitch});
}

Stream& legacy() {
    return *current_context->legacy_stream;
}

}  // namespace

CALL cuMemcpyHtoD_v2(CUdeviceptr to, const void* from, size_t bytes) {
    return ENTRY(context_outside_capture, {
        copy(legacy(), address(to), Side::device, from, Side::host, bytes);
        finish_stream(legacy());
    });
}

CALL cuMemcpyDtoH_v2(void* to, CUdeviceptr from, size_t bytes) {
    return ENTRY(context_outside_capture, {
        copy(legacy(), to, Side::host, address(from), Side::device, bytes);
        finish_stream(legacy());
    });
}

CALL cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes) {
    return ENTRY(context_outside_capture,
                 { copy(legacy(), address(to), Side::device, address(from), Side::device, bytes); });
}

CALL cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void* from, size_t bytes, CUstream stream) {
    return ENTRY(context, { copy(stream_at(stream), address(to), Side::device, from, Side::pinned, bytes); });
}

CALL cuMemcpyDtoHAsync_v2(void* to, CUdeviceptr from, size_t bytes, CUstream stream) {
    return ENTRY(context, { copy(stream_at(stream), to, Side::pinned, address(from), Side::device, bytes); });
}

CALL cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream) {
    return ENTRY(context, { copy(stream_at(stream), address(to), Side::device, address(from), Side::device, bytes); });
}

// Either side may be the device's or pinned memory.
CALL cuMemcpyAsync(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream) {
    return ENTRY(context, { copy(stream_at(stream), address(to), Side::device, address(from), Side::device, bytes); });
}

CALL cuMemcpy(CUdeviceptr to, CUdeviceptr from, size_t bytes) {
    return ENTRY(context_outside_capture, {
        const auto side = [](CUdeviceptr pointer) {
            return process().memory.is_own(address(pointer)) ? Side::device : Side::host;
        };
        copy(legacy(), address(to), side(to), address(from), side(from), bytes);
        finish_stream(legacy());
    });
}

// A synchronous fill of device memory returns before it is done, as on a device.
#define FILLS(bits, type)                                                                                       \
    CALL cuMemsetD##bits##_v2(CUdeviceptr to, type value, size_t count) {                                       \
        return ENTRY(context_outside_capture, { fill(legacy(), to, 0, value, sizeof value, count, 1); });       \
    }                                                                                                           \
    CALL cuMemsetD##bits##Async(CUdeviceptr to, type value, size_t count, CUstream stream) {                    \
        return ENTRY(context, { fill(stream_at(stream), to, 0, value, sizeof value, count, 1); });              \
    }                                                                                                           \
    CALL cuMemsetD2D##bits##_v2(CUdeviceptr to, size_t pitch, type value, size_t width, size_t height) {        \
        return ENTRY(context_outside_capture, { fill(legacy(), to, pitch, value, sizeof value, width, height); }); \
    }                                                                                                           \
    CALL cuMemsetD2D##bits##Async(                                                                              \
            CUdeviceptr to, size_t pitch, type value, size_t width, size_t height, CUstream stream) {           \
        return ENTRY(context, { fill(stream_at(stream), to, pitch, value, sizeof value, width, height); });     \
    }
FILLS(8, unsigned char)
FILLS(16, unsigned short)
FILLS(32, unsigned)
#undef FILLS

CALL cuMemcpyHtoD(CUdeviceptr to, const void* from, size_t bytes) { return cuMemcpyHtoD_v2(to, from, bytes); }
CALL cuMemcpyDtoH(void* to, CUdeviceptr from, size_t bytes) { return cuMemcpyDtoH_v2(to, from, bytes); }
CALL cuMemcpyDtoD(CUdeviceptr to, CUdeviceptr from, size_t bytes) { return cuMemcpyDtoD_v2(to, from, bytes); }
CALL cuMemcpyHtoDAsync(CUdeviceptr to, const void* from, size_t bytes, CUstream stream) {
    return cuMemcpyHtoDAsync_v2(to, from, bytes, stream);
}
CALL cuMemcpyDtoHAsync(void* to, CUdeviceptr from, size_t bytes, CUstream stream) {
    return cuMemcpyDtoHAsync_v2(to, from, bytes, stream);
}
CALL cuMemcpyDtoDAsync(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream) {
    return cuMemcpyDtoDAsync_v2(to, from, bytes, stream);
}
