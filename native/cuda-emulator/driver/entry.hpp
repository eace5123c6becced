// How every call of the driver begins and ends: the one place for locking, counting, injected faults, sticky errors,
// and what must be there before.
#pragma once

#include "driver/process.hpp"
#include "driver/results.hpp"

using CUresult = int;
using CUdevice = int;
using CUdeviceptr = unsigned long long;
using CUcontext = void*;
using CUmodule = void*;
using CUfunction = void*;
using CUstream = void*;
using CUevent = void*;
using CUgraph = void*;
using CUgraphNode = void*;
using CUgraphExec = void*;
using CUmemoryPool = void*;

#define CALL extern "C" __attribute__((visibility("default"))) CUresult

namespace emulator {

enum class Needs {
    nothing,      // answered whatever has failed
    initialised,  // cuInit, and nothing sticky
    device,       // cuInit only: queries of devices go on working
    context,      // a current context, and nothing sticky
    // As context, and refused while a capture forbids what may synchronise or allocate behind its back.
    context_outside_capture
};

// Throws Refusal where the call must not go on. `name` is the exported one; its version suffix does not count.
void admit(const char* name, Needs needs);

// Ends work that failed: the error is sticky.
[[noreturn]] void fail_process(const simt::Failure& failure);
void fail_process_on(const std::optional<simt::Failure>& failure);

template <class Body>
CUresult entry(const char* name, Needs needs, Body&& body) {
    const std::lock_guard lock(process().mutex);
    try {
        admit(name, needs);
        body();
        return CUDA_SUCCESS;
    } catch (const Refusal& refusal) {
        return refusal.result;
    } catch (const std::bad_alloc&) {
        return CUDA_ERROR_OUT_OF_MEMORY;
    }
}

// A pointer that the call writes through or reads from.
template <class Pointer>
void require_given(Pointer pointer) {
    require(pointer != nullptr, CUDA_ERROR_INVALID_VALUE);
}

}  // namespace emulator

#define ENTRY(needs, ...) ::emulator::entry(__func__, ::emulator::Needs::needs, [&] __VA_ARGS__)
