// A libcuda.so.1 without a GPU, for tests of the bindings alone: it writes down every call with its arguments, keeps
// device memory in host memory, does all work at once, and fails where it is told to. Of the kernels it has one, rescale.

#include <cmath>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#ifndef STUB_VERSION
#define STUB_VERSION 13000
#endif

namespace {

using Address = std::uint64_t;

enum : int { success = 0, invalid_value = 1, out_of_memory = 2, invalid_image = 200, invalid_handle = 400,
             not_found = 500, illegal_address = 700, not_supported = 801, capture_unmatched = 903, update_failure = 910 };

constexpr std::size_t total_memory = std::size_t{1} << 30;

struct Rescale {
    float const* source;  // [rows, width]
    float* target;        // [rows, width]
    int rows, width;
    float length;
};

struct Graph {
    std::vector<Rescale> nodes;
};

std::mutex lock;
std::string record;
std::map<std::string, int> failures;
std::map<Address, std::size_t> allocations;
std::map<Address, Graph> graphs;
std::map<Address, Address> capturing;  // stream to graph
Address next_handle = 0x1000;
std::size_t used = 0;
thread_local Address current_context = 0;
unsigned variable = 42;

Address handle() { return next_handle += 0x10; }

/// Writes a call down, and returns the code that it was told to fail with, or 0.
int call(const char* name, const char* format = "", ...) {
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    std::lock_guard guard(lock);
    record += std::string(name) + "(" + text + ")\n";
    auto found = failures.find(name);
    return found == failures.end() ? success : found->second;
}

bool is_within(Address address, std::size_t bytes) {
    auto after = allocations.upper_bound(address);
    if (after == allocations.begin()) return false;
    auto const& [start, size] = *--after;
    return address + bytes <= start + size;
}

int allocate(Address* result, std::size_t bytes) {
    if (bytes == 0) return invalid_value;
    if (bytes > total_memory - used) return out_of_memory;
    auto* memory = static_cast<unsigned char*>(std::aligned_alloc(256, (bytes + 255) / 256 * 256));
    std::memset(memory, 0xFF, bytes);
    *result = reinterpret_cast<Address>(memory);
    allocations[*result] = bytes;
    used += bytes;
    return success;
}

int release(Address address) {
    auto found = allocations.find(address);
    if (found == allocations.end()) return invalid_value;
    used -= found->second;
    allocations.erase(found);
    std::free(reinterpret_cast<void*>(address));
    return success;
}

int copy(Address target, Address source, std::size_t bytes, bool to_device, bool from_device) {
    if ((to_device && !is_within(target, bytes)) || (from_device && !is_within(source, bytes))) return invalid_value;
    std::memcpy(reinterpret_cast<void*>(target), reinterpret_cast<void*>(source), bytes);
    return success;
}

template <typename T>
int fill(Address target, T value, std::size_t count) {
    if (!is_within(target, count * sizeof(T))) return invalid_value;
    for (std::size_t i = 0; i < count; ++i) reinterpret_cast<T*>(target)[i] = value;
    return success;
}

int run(Rescale const& work) {
    std::size_t const bytes = sizeof(float) * work.rows * work.width;
    if (!is_within(reinterpret_cast<Address>(work.source), bytes) ||
        !is_within(reinterpret_cast<Address>(work.target), bytes)) {
        return illegal_address;
    }
    for (int row = 0; row < work.rows; ++row) {
        double squares = 0;
        for (int e = row * work.width; e < (row + 1) * work.width; ++e) squares += double{work.source[e]} * work.source[e];
        for (int e = row * work.width; e < (row + 1) * work.width; ++e) {
            work.target[e] = static_cast<float>(work.source[e] * (work.length / std::sqrt(squares)));
        }
    }
    return success;
}

/// The marker of kernels that were not built is as good as kernels here.
bool is_image(void const* image) { return std::memcmp(image, "ELITES KERNELS", 14) == 0; }

constexpr Address rescale_function = 0xF111;

}  // namespace

// The arguments by which the call is written down, then what it does.
#define CALL(...)                                 \
    do {                                          \
        int const code_ = call(__VA_ARGS__);      \
        if (code_ != success) return code_;       \
    } while (false)

extern "C" {

char const* stub_record() { return record.c_str(); }
void stub_clear() { record.clear(); failures.clear(); }
void stub_fail(char const* name, int code) { failures[name] = code; }

#if STUB_VERSION > 0
int cuDriverGetVersion(int* version) { CALL("cuDriverGetVersion"); *version = STUB_VERSION; return success; }
#endif

#if STUB_VERSION != 12010  // A driver of this version lacks cuInit, to see how that is told.
int cuInit(unsigned flags) { return call("cuInit", "%u", flags); }
#endif
int cuDeviceGetCount(int* count) { CALL("cuDeviceGetCount"); *count = 2; return success; }
int cuDeviceGet(int* device, int ordinal) {
    CALL("cuDeviceGet", "%d", ordinal);
    if (ordinal < 0 || ordinal > 1) return 101;
    *device = ordinal;
    return success;
}
int cuDeviceGetName(char* name, int length, int device) {
    CALL("cuDeviceGetName", "%d %d", length, device);
    std::snprintf(name, length, "Stub %d", device);
    return success;
}
int cuDeviceTotalMem_v2(std::size_t* bytes, int device) {
    CALL("cuDeviceTotalMem_v2", "%d", device);
    *bytes = total_memory;
    return success;
}
int cuDeviceGetAttribute(int* value, int attribute, int device) {
    CALL("cuDeviceGetAttribute", "%d %d", attribute, device);
    if (attribute < 1) return invalid_value;  // there is none of such a number
    *value = 1000 + attribute;
    return success;
}
int cuDeviceGetUuid(unsigned char* uuid, int device) {
    CALL("cuDeviceGetUuid", "%d", device);
    for (int i = 0; i < 16; ++i) uuid[i] = 0xF0 + i;
    return success;
}
int cuDevicePrimaryCtxRetain(Address* context, int device) {
    CALL("cuDevicePrimaryCtxRetain", "%d", device);
    *context = 0xC0000000C000 + device;
    return success;
}
int cuDevicePrimaryCtxRelease_v2(int device) { return call("cuDevicePrimaryCtxRelease_v2", "%d", device); }
int cuCtxSetCurrent(Address context) {
    CALL("cuCtxSetCurrent", "%lx", context);
    current_context = context;
    return success;
}
int cuCtxGetCurrent(Address* context) { CALL("cuCtxGetCurrent"); *context = current_context; return success; }
int cuCtxSynchronize() { return call("cuCtxSynchronize"); }
int cuGetErrorName(int code, char const** name) {
    CALL("cuGetErrorName", "%d", code);
    *name = code == 2 ? "CUDA_ERROR_OUT_OF_MEMORY" : code == 700 ? "CUDA_ERROR_ILLEGAL_ADDRESS" : nullptr;
    return *name == nullptr ? invalid_value : success;
}
int cuGetErrorString(int code, char const** text) {
    CALL("cuGetErrorString", "%d", code);
    *text = code == 2 ? "out of memory" : code == 700 ? "illegal address" : nullptr;
    return *text == nullptr ? invalid_value : success;
}

int cuMemGetInfo_v2(std::size_t* free, std::size_t* total) {
    CALL("cuMemGetInfo_v2");
    *free = total_memory - used;
    *total = total_memory;
    return success;
}
int cuMemAlloc_v2(Address* address, std::size_t bytes) {
    CALL("cuMemAlloc_v2", "%zu", bytes);
    return allocate(address, bytes);
}
int cuMemFree_v2(Address address) { CALL("cuMemFree_v2", "%lx", address); return release(address); }
int cuMemHostAlloc(Address* address, std::size_t bytes, unsigned flags) {
    CALL("cuMemHostAlloc", "%zu %u", bytes, flags);
    return allocate(address, bytes);
}
int cuMemFreeHost(Address address) { CALL("cuMemFreeHost", "%lx", address); return release(address); }
int cuMemcpyHtoD_v2(Address device, Address host, std::size_t bytes) {
    CALL("cuMemcpyHtoD_v2", "%lx %lx %zu", device, host, bytes);
    return copy(device, host, bytes, true, false);
}
int cuMemcpyDtoH_v2(Address host, Address device, std::size_t bytes) {
    CALL("cuMemcpyDtoH_v2", "%lx %lx %zu", host, device, bytes);
    return copy(host, device, bytes, false, true);
}
int cuMemcpyDtoD_v2(Address target, Address source, std::size_t bytes) {
    CALL("cuMemcpyDtoD_v2", "%lx %lx %zu", target, source, bytes);
    return copy(target, source, bytes, true, true);
}
int cuMemcpyHtoDAsync_v2(Address device, Address host, std::size_t bytes, Address stream) {
    CALL("cuMemcpyHtoDAsync_v2", "%lx %lx %zu %lx", device, host, bytes, stream);
    return copy(device, host, bytes, true, true);  // pinned memory is among the allocations
}
int cuMemcpyDtoHAsync_v2(Address host, Address device, std::size_t bytes, Address stream) {
    CALL("cuMemcpyDtoHAsync_v2", "%lx %lx %zu %lx", host, device, bytes, stream);
    return copy(host, device, bytes, true, true);
}
int cuMemcpyDtoDAsync_v2(Address target, Address source, std::size_t bytes, Address stream) {
    CALL("cuMemcpyDtoDAsync_v2", "%lx %lx %zu %lx", target, source, bytes, stream);
    return copy(target, source, bytes, true, true);
}
int cuMemsetD8_v2(Address address, unsigned char value, std::size_t count) {
    CALL("cuMemsetD8_v2", "%lx %u %zu", address, value, count);
    return fill(address, value, count);
}
int cuMemsetD32_v2(Address address, unsigned value, std::size_t count) {
    CALL("cuMemsetD32_v2", "%lx %u %zu", address, value, count);
    return fill(address, value, count);
}
int cuMemsetD8Async(Address address, unsigned char value, std::size_t count, Address stream) {
    CALL("cuMemsetD8Async", "%lx %u %zu %lx", address, value, count, stream);
    return fill(address, value, count);
}
int cuMemsetD32Async(Address address, unsigned value, std::size_t count, Address stream) {
    CALL("cuMemsetD32Async", "%lx %u %zu %lx", address, value, count, stream);
    return fill(address, value, count);
}
int cuDeviceGetDefaultMemPool(Address* pool, int device) {
    CALL("cuDeviceGetDefaultMemPool", "%d", device);
    *pool = 0xB001;
    return success;
}
int cuMemPoolSetAttribute(Address pool, int attribute, Address value) {
    return call("cuMemPoolSetAttribute", "%lx %d %lx", pool, attribute, value);
}

int cuModuleLoadData(Address* module, void const* image) {
    CALL("cuModuleLoadData", "%lx", reinterpret_cast<Address>(image));
    if (!is_image(image)) return invalid_image;
    *module = 0xAAAA;
    return success;
}
int cuModuleLoadDataEx(Address* module, void const* image, unsigned count, int const* options, Address const* values) {
    if (count == 2) {
        CALL("cuModuleLoadDataEx", "%lx 2 %d %d %lx %ld", reinterpret_cast<Address>(image), options[0], options[1],
             values[0], values[1]);
    } else {
        CALL("cuModuleLoadDataEx", "%lx %u", reinterpret_cast<Address>(image), count);
    }
    if (!is_image(image)) {
        if (count == 2) std::snprintf(reinterpret_cast<char*>(values[0]), values[1], "no stub in the image");
        return invalid_image;
    }
    *module = 0xAAAA;
    return success;
}
int cuModuleUnload(Address module) {
    CALL("cuModuleUnload", "%lx", module);
    return module == 0xAAAA ? success : invalid_handle;
}
int cuModuleGetFunction(Address* function, Address module, char const* name) {
    CALL("cuModuleGetFunction", "%lx %s", module, name);
    if (std::strcmp(name, "rescale") != 0) return not_found;
    *function = rescale_function;
    return success;
}
int cuModuleGetGlobal_v2(Address* address, std::size_t* bytes, Address module, char const* name) {
    CALL("cuModuleGetGlobal_v2", "%lx %s", module, name);
    if (std::strcmp(name, "stub_variable") != 0) return not_found;
    *address = reinterpret_cast<Address>(&variable);
    *bytes = sizeof variable;
    return success;
}
int cuFuncGetAttribute(int* value, int attribute, Address function) {
    CALL("cuFuncGetAttribute", "%d %lx", attribute, function);
    *value = 1024;
    return success;
}
int cuFuncSetAttribute(Address function, int attribute, int value) {
    return call("cuFuncSetAttribute", "%lx %d %d", function, attribute, value);
}
#if STUB_VERSION >= 12040
int cuFuncGetParamInfo(Address function, std::size_t index, std::size_t* offset, std::size_t* bytes) {
    CALL("cuFuncGetParamInfo", "%lx %zu", function, index);
    if (index > 0) return invalid_value;
    *offset = 0;
    *bytes = sizeof(Rescale);
    return success;
}
#endif
int cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, Address function, int threads, std::size_t shared) {
    CALL("cuOccupancyMaxActiveBlocksPerMultiprocessor", "%lx %d %zu", function, threads, shared);
    *blocks = 2048 / threads;
    return success;
}
int cuLaunchKernel(Address function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x,
                   unsigned block_y, unsigned block_z, unsigned shared, Address stream, void** parameters,
                   void** extra) {
    CALL("cuLaunchKernel", "%lx %u %u %u %u %u %u %u %lx %lx %lx", function, grid_x, grid_y, grid_z, block_x, block_y,
         block_z, shared, stream, reinterpret_cast<Address>(parameters), reinterpret_cast<Address>(extra));
    if (block_x * block_y * block_z > 1024) return invalid_value;
    if (function != rescale_function) return invalid_handle;
    auto const work = *static_cast<Rescale*>(parameters[0]);
    auto found = capturing.find(stream);
    if (found == capturing.end()) return run(work);
    graphs[found->second].nodes.push_back(work);
    return success;
}
int cuLaunchKernelEx(Address configuration, Address function, Address parameters, Address extra) {
    return call("cuLaunchKernelEx", "%lx %lx %lx %lx", configuration, function, parameters, extra);
}

int cuStreamCreate(Address* stream, unsigned flags) {
    CALL("cuStreamCreate", "%u", flags);
    *stream = handle();
    return success;
}
int cuStreamDestroy_v2(Address stream) { return call("cuStreamDestroy_v2", "%lx", stream); }
int cuStreamSynchronize(Address stream) { return call("cuStreamSynchronize", "%lx", stream); }
int cuStreamQuery(Address stream) { return call("cuStreamQuery", "%lx", stream); }
int cuStreamWaitEvent(Address stream, Address event, unsigned flags) {
    return call("cuStreamWaitEvent", "%lx %lx %u", stream, event, flags);
}
int cuStreamBeginCapture_v2(Address stream, int mode) {
    CALL("cuStreamBeginCapture_v2", "%lx %d", stream, mode);
    capturing[stream] = handle();
    graphs[capturing[stream]] = {};
    return success;
}
int cuStreamEndCapture(Address stream, Address* graph) {
    CALL("cuStreamEndCapture", "%lx", stream);
    auto found = capturing.find(stream);
    if (found == capturing.end()) return capture_unmatched;
    *graph = found->second;
    capturing.erase(found);
    return success;
}
int cuStreamIsCapturing(Address stream, int* status) {
    CALL("cuStreamIsCapturing", "%lx", stream);
    *status = capturing.count(stream) ? 1 : 0;
    return success;
}
int cuEventCreate(Address* event, unsigned flags) {
    CALL("cuEventCreate", "%u", flags);
    *event = handle();
    return success;
}
int cuEventDestroy_v2(Address event) { return call("cuEventDestroy_v2", "%lx", event); }
int cuEventRecord(Address event, Address stream) { return call("cuEventRecord", "%lx %lx", event, stream); }
int cuEventSynchronize(Address event) { return call("cuEventSynchronize", "%lx", event); }
int cuEventQuery(Address event) { return call("cuEventQuery", "%lx", event); }
int cuEventElapsedTime(float* milliseconds, Address start, Address end) {
    CALL("cuEventElapsedTime", "%lx %lx", start, end);
    *milliseconds = 1.5f;
    return success;
}

int cuGraphInstantiateWithFlags(Address* exec, Address graph, unsigned long long flags) {
    CALL("cuGraphInstantiateWithFlags", "%lx %llu", graph, flags);
    if (!graphs.count(graph)) return invalid_value;
    *exec = handle();
    graphs[*exec] = graphs[graph];
    return success;
}
int cuGraphUpload(Address exec, Address stream) { return call("cuGraphUpload", "%lx %lx", exec, stream); }
int cuGraphLaunch(Address exec, Address stream) {
    CALL("cuGraphLaunch", "%lx %lx", exec, stream);
    for (auto const& work : graphs[exec].nodes) {
        if (int code = run(work)) return code;
    }
    return success;
}
int cuGraphExecDestroy(Address exec) { CALL("cuGraphExecDestroy", "%lx", exec); graphs.erase(exec); return success; }
int cuGraphDestroy(Address graph) { CALL("cuGraphDestroy", "%lx", graph); graphs.erase(graph); return success; }
int cuGraphGetNodes(Address graph, Address* nodes, std::size_t* count) {
    CALL("cuGraphGetNodes", "%lx %lx", graph, reinterpret_cast<Address>(nodes));
    *count = graphs[graph].nodes.size();
    return success;
}
int cuGraphExecUpdate_v2(Address exec, Address graph, int* result) {
    CALL("cuGraphExecUpdate_v2", "%lx %lx", exec, graph);
    bool const same = graphs[exec].nodes.size() == graphs[graph].nodes.size();
    *result = same ? 0 : 2;
    if (same) graphs[exec] = graphs[graph];
    return same ? success : update_failure;
}
}
