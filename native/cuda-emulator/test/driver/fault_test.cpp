#include "driver.hpp"
#include "kernels/behaviour.h"

using namespace driver;

KERNEL_CHECK(calls_need_what_comes_before) {
    emulator_reset();
    Pointer memory = 0;
    REFUSED(3, cuMemAlloc_v2(&memory, 8));
    OK(cuInit(0));
    cuCtxSetCurrent(nullptr);
    REFUSED(201, cuMemAlloc_v2(&memory, 8));
    emulator_reset();
    emulator_devices(0);
    REFUSED(100, cuInit(0));
}

KERNEL_CHECK(injected_faults_come_at_their_call) {
    const Session session;
    emulator_fail("cuMemAlloc", 2, 2);
    const Pointer first = device_memory(8);
    Pointer second = 0;
    REFUSED(2, cuMemAlloc_v2(&second, 8));
    OK(cuMemAlloc_v2(&second, 8));
    OK(cuMemFree_v2(first));
    emulator_fail("cuMemFree", 1, 1);
    emulator_fail("", 0, 0);
    OK(cuMemFree_v2(second));
    harness::expect(emulator_calls("cuMemAlloc") == 3, "calls are not counted");
}

KERNEL_CHECK(sticky_errors_stay) {
    const Session session;
    const Pointer memory = device_memory(8);
    emulator_fail("cuLaunchKernel", 1, 719);
    REFUSED(719, launch(function(session, "add_one"), 1, 32, nullptr, AddOne{nullptr, 0}));
    REFUSED(719, cuMemFree_v2(memory));
    REFUSED(719, cuCtxSynchronize());
    REFUSED(719, cuDevicePrimaryCtxRelease_v2(0));
    int version = 0;
    OK(cuDriverGetVersion(&version));
    OK(cuDeviceGetCount(&version));
    const char* name = nullptr;
    OK(cuGetErrorName(719, &name));
    harness::expect(std::string(name) == "CUDA_ERROR_LAUNCH_FAILED", name);
    emulator_reset();
    OK(cuInit(0));
}

KERNEL_CHECK(failures_show_when_somebody_waits) {
    const Session session;
    const Handle own = stream();
    OK(launch(function(session, "write_byte"), 1, 32, own, WriteByte{nullptr}));
    REFUSED(700, cuStreamSynchronize(own));
    REFUSED(700, cuCtxSynchronize());
    harness::expect(last_error().find("no allocation's") != std::string::npos, last_error());
}

KERNEL_CHECK(misaligned_vectors_are_found) {
    const Session session;
    const Pointer memory = device_memory(64);
    const auto* at = reinterpret_cast<const float*>(memory);
    OK(launch(function(session, "read_vector"), 1, 1, nullptr,
              ReadVector{at + 1, reinterpret_cast<float*>(memory + 32)}));
    REFUSED(716, cuCtxSynchronize());
}

KERNEL_CHECK(endless_kernels_end) {
    const Session session;
    emulator_watchdog(30);
    const Pointer flag = device_memory(4);
    OK(cuMemsetD32Async(flag, 0, 1, nullptr));
    OK(launch(function(session, "endless"), 1, 32, nullptr, Endless{reinterpret_cast<int*>(flag)}));
    REFUSED(702, cuCtxSynchronize());
    harness::expect(last_error().find("the watchdog's 30 ms") != std::string::npos, last_error());
}

KERNEL_CHECK(full_stacks_are_found) {
    const Session session;
    const Pointer depths = device_memory(4);
    const Handle recursion = function(session, "recursion");
    OK(launch(recursion, 1, 1, nullptr, Recursion{reinterpret_cast<int*>(depths), 10}));
    harness::expect(int_at(depths) == 55, "ten calls within each other do not add up");
    OK(launch(recursion, 1, 1, nullptr, Recursion{reinterpret_cast<int*>(depths), 1000}));
    REFUSED(719, cuCtxSynchronize());
    harness::expect(last_error().find("its stack is full") != std::string::npos, last_error());
}

KERNEL_CHECK(a_process_goes_on_after_a_failure) {
    const Session failed;
    OK(launch(function(failed, "write_byte"), 1, 32, nullptr, WriteByte{nullptr}));
    REFUSED(700, cuCtxSynchronize());
    const Session session;
    const Pointer values = device_memory(4 * 100);
    OK(cuMemsetD32Async(values, 41, 100, nullptr));
    OK(launch(function(session, "add_one"), 4, 32, nullptr, AddOne{reinterpret_cast<int*>(values), 100}));
    harness::expect(int_at(values + 4 * 99) == 42, "a kernel after a failure does not work");
}

KERNEL_CHECK(launches_are_checked) {
    const Session session;
    const Handle add_one = function(session, "add_one");
    REFUSED(1, launch(add_one, 1, 257, nullptr, AddOne{nullptr, 0}));
    REFUSED(1, launch(add_one, 0, 32, nullptr, AddOne{nullptr, 0}));
    AddOne arguments{nullptr, 0};
    void* parameters[] = {&arguments};
    REFUSED(1, cuLaunchKernel(add_one, 1, 1, 1, 32, 1, 1, 60000, nullptr, parameters, nullptr));
    OK(cuFuncSetAttribute(add_one, 8, 60000));
    OK(cuLaunchKernel(add_one, 1, 1, 1, 32, 1, 1, 60000, nullptr, parameters, nullptr));
    size_t bytes = sizeof arguments;
    void* extra[] = {reinterpret_cast<void*>(1), &arguments, reinterpret_cast<void*>(2), &bytes, nullptr};
    OK(cuLaunchKernel(add_one, 1, 1, 1, 32, 1, 1, 0, nullptr, nullptr, extra));
    size_t offset = 1;
    OK(cuFuncGetParamInfo(add_one, 0, &offset, &bytes));
    harness::expect(offset == 0 && bytes == sizeof arguments, "the argument's size is wrong");
    REFUSED(1, cuFuncGetParamInfo(add_one, 1, &offset, &bytes));
    Handle found = nullptr;
    REFUSED(500, cuModuleGetFunction(&found, session.module, "no_such_kernel"));
    REFUSED(200, cuModuleLoadData(&found, "another image"));
    OK(cuModuleUnload(session.module));
    REFUSED(400, launch(add_one, 1, 32, nullptr, arguments));
    REFUSED(801, cuArrayDestroy(nullptr));
}
