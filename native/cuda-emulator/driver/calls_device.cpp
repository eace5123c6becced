// cuInit, and what devices say of themselves.
#include <cstdio>
#include <cstring>
#include <map>

#include "driver/entry.hpp"

namespace {

using namespace emulator;

// Compute capability 9.0 with the bounds that its documentation states; speeds are those of no device.
const std::map<int, int>& attributes() {
    static const auto& all = *new std::map<int, int>{
            {1, 1024},         // threads a block
            {2, 1024},         // threads a block, x
            {3, 1024},         // y
            {4, 64},           // z
            {5, 0x7fffffff},   // blocks, x
            {6, 65535},        // y
            {7, 65535},        // z
            {8, 48 * 1024},    // shared memory a block
            {9, 64 * 1024},    // constant memory
            {10, 32},          // lanes a warp
            {11, 0x7fffffff},  // pitch
            {12, 65536},       // registers a block
            {13, 1000000},     // clock, kHz
            {14, 512},         // alignment of textures
            {15, 1},           // copies beside kernels
            {16, 132},         // multiprocessors
            {17, 0},           // time limit on kernels
            {18, 0},           // integrated
            {19, 1},           // maps host memory
            {20, 0},           // compute mode
            {31, 1},           // concurrent kernels
            {32, 0},           // ECC
            {33, 0},           // PCI bus
            {34, 0},           // PCI device
            {36, 1000000},     // memory clock, kHz
            {37, 4096},        // bits of the memory bus
            {38, 50 << 20},    // second-level cache
            {39, 2048},        // threads a multiprocessor
            {40, 2},           // copy engines
            {41, 1},           // one address space with the host
            {50, 0},           // PCI domain
            {75, 9},           // compute capability, major
            {76, 0},           // minor
            {78, 1},           // priorities of streams
            {81, 228 * 1024},  // shared memory a multiprocessor
            {82, 65536},       // registers a multiprocessor
            {83, 0},           // managed memory
            {95, 0},           // cooperative launch
            {97, static_cast<int>(simt::most_shared_bytes)},
            {106, 32},         // blocks a multiprocessor
            {111, 1024},       // shared memory that the system takes
            {115, 1},          // memory pools
    };
    return all;
}

void require_device(CUdevice device) {
    require(device >= 0 && device < process().devices, CUDA_ERROR_INVALID_DEVICE);
}

}  // namespace

CALL cuInit(unsigned flags) {
    const std::lock_guard lock(process().mutex);
    try {
        configure_from_environment();
        admit("cuInit", Needs::nothing);
        require(flags == 0, CUDA_ERROR_INVALID_VALUE);
        require(process().devices > 0, CUDA_ERROR_NO_DEVICE);
        process().initialised = true;
        return CUDA_SUCCESS;
    } catch (const Refusal& refusal) {
        return refusal.result;
    }
}

CALL cuDriverGetVersion(int* version) {
    return ENTRY(nothing, {
        configure_from_environment();
        require_given(version);
        *version = process().version;
    });
}

CALL cuDeviceGetCount(int* count) {
    return ENTRY(device, {
        require_given(count);
        *count = process().devices;
    });
}

CALL cuDeviceGet(CUdevice* device, int ordinal) {
    return ENTRY(device, {
        require_given(device);
        require_device(ordinal);
        *device = ordinal;
    });
}

CALL cuDeviceGetName(char* name, int bytes, CUdevice device) {
    return ENTRY(device, {
        require_device(device);
        require(name != nullptr && bytes > 0, CUDA_ERROR_INVALID_VALUE);
        std::snprintf(name, static_cast<size_t>(bytes), "Emulated GPU");
    });
}

CALL cuDeviceGetUuid(char* uuid, CUdevice device) {
    return ENTRY(device, {
        require_device(device);
        require_given(uuid);
        std::memset(uuid, 0, 16);
        std::memcpy(uuid, "emulated GPU", 12);
        uuid[15] = static_cast<char>(device);
    });
}

CALL cuDeviceGetUuid_v2(char* uuid, CUdevice device) {
    return cuDeviceGetUuid(uuid, device);
}

CALL cuDeviceTotalMem_v2(size_t* bytes, CUdevice device) {
    return ENTRY(device, {
        require_device(device);
        require_given(bytes);
        *bytes = process().memory.capacity();
    });
}

CALL cuDeviceGetAttribute(int* value, int attribute, CUdevice device) {
    return ENTRY(device, {
        require_device(device);
        require_given(value);
        const auto found = attributes().find(attribute);
        require(found != attributes().end(), CUDA_ERROR_INVALID_VALUE);
        *value = attribute == 33 ? device + 1 : found->second;
    });
}

CALL cuDeviceComputeCapability(int* major, int* minor, CUdevice device) {
    return ENTRY(device, {
        require_device(device);
        require(major != nullptr && minor != nullptr, CUDA_ERROR_INVALID_VALUE);
        *major = attributes().at(75);
        *minor = attributes().at(76);
    });
}

CALL cuDeviceGetPCIBusId(char* text, int bytes, CUdevice device) {
    return ENTRY(device, {
        require_device(device);
        require(text != nullptr && bytes > 0, CUDA_ERROR_INVALID_VALUE);
        std::snprintf(text, static_cast<size_t>(bytes), "0000:%02x:00.0", device + 1);
    });
}

CALL cuDeviceCanAccessPeer(int* can, CUdevice device, CUdevice peer) {
    return ENTRY(device, {
        require_device(device);
        require_device(peer);
        require_given(can);
        *can = 0;
    });
}
