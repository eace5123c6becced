// The driver's calls that its tests use, and what the tests share.
#pragma once

#include <cstddef>
#include <string>

#include "driver/controls.hpp"
#include "harness.hpp"

using Pointer = unsigned long long;
using Handle = void*;

extern "C" {
int cuInit(unsigned);
int cuDriverGetVersion(int*);
int cuDeviceGetCount(int*);
int cuDeviceGetAttribute(int*, int, int);
int cuDevicePrimaryCtxRetain(Handle*, int);
int cuDevicePrimaryCtxRelease_v2(int);
int cuCtxSetCurrent(Handle);
int cuCtxSynchronize();
int cuMemAlloc_v2(Pointer*, size_t);
int cuMemFree_v2(Pointer);
int cuMemGetInfo_v2(size_t*, size_t*);
int cuMemHostAlloc(void**, size_t, unsigned);
int cuMemFreeHost(void*);
int cuMemAllocAsync(Pointer*, size_t, Handle);
int cuMemFreeAsync(Pointer, Handle);
int cuMemcpyHtoD_v2(Pointer, const void*, size_t);
int cuMemcpyDtoH_v2(void*, Pointer, size_t);
int cuMemcpyHtoDAsync_v2(Pointer, const void*, size_t, Handle);
int cuMemcpyDtoHAsync_v2(void*, Pointer, size_t, Handle);
int cuMemsetD32Async(Pointer, unsigned, size_t, Handle);
int cuModuleLoadData(Handle*, const void*);
int cuModuleUnload(Handle);
int cuModuleGetFunction(Handle*, Handle, const char*);
int cuFuncGetAttribute(int*, int, Handle);
int cuFuncSetAttribute(Handle, int, int);
int cuFuncGetParamInfo(Handle, size_t, size_t*, size_t*);
int cuOccupancyMaxActiveBlocksPerMultiprocessor(int*, Handle, int, size_t);
int cuLaunchKernel(
        Handle, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, Handle, void**, void**);
int cuStreamCreate(Handle*, unsigned);
int cuStreamDestroy_v2(Handle);
int cuStreamSynchronize(Handle);
int cuStreamQuery(Handle);
int cuStreamWaitEvent(Handle, Handle, unsigned);
int cuStreamBeginCapture_v2(Handle, int);
int cuStreamEndCapture(Handle, Handle*);
int cuStreamIsCapturing(Handle, int*);
int cuEventCreate(Handle*, unsigned);
int cuEventDestroy_v2(Handle);
int cuEventRecord(Handle, Handle);
int cuEventQuery(Handle);
int cuEventSynchronize(Handle);
int cuEventElapsedTime(float*, Handle, Handle);
int cuGraphInstantiateWithFlags(Handle*, Handle, unsigned long long);
int cuGraphLaunch(Handle, Handle);
int cuGraphDestroy(Handle);
int cuGraphExecDestroy(Handle);
int cuGraphGetNodes(Handle, Handle*, size_t*);
int cuGraphNodeGetType(Handle, int*);
int cuGraphExecKernelNodeSetParams_v2(Handle, Handle, const void*);
int cuGraphExecUpdate_v2(Handle, Handle, void*);
int cuGetErrorName(int, const char**);
int cuGetProcAddress_v2(const char*, void**, int, unsigned long long, int*);
int cuArrayDestroy(Handle);
}

namespace driver {

constexpr const char* marker = "ELITES KERNELS WERE NOT BUILT\n";

// A call's result, which is to be `wanted`.
void expect_result(int result, int wanted, const char* call);

// As in a new process, under the schedule of the check; with a context and a module.
struct Session {
    Session();
    Handle context = nullptr;
    Handle module = nullptr;
};

Handle function(const Session& session, const char* name);
Handle stream(unsigned flags = 1);
Handle event();
Pointer device_memory(size_t bytes);
void* pinned(size_t bytes);
std::string last_error();

template <class Arguments>
int launch(Handle function, unsigned blocks, unsigned threads, Handle stream, Arguments arguments) {
    void* parameters[] = {&arguments};
    return cuLaunchKernel(function, blocks, 1, 1, threads, 1, 1, 0, stream, parameters, nullptr);
}

// What ints on the device are, by a copy that waits for the legacy stream only.
int int_at(Pointer at);

}  // namespace driver

#define OK(call) ::driver::expect_result((call), 0, #call)
#define REFUSED(code, call) ::driver::expect_result((call), code, #call)
