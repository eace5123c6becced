#include "driver.hpp"
#include "kernels/behaviour.h"

using namespace driver;

KERNEL_CHECK(memory_is_counted_and_bounded) {
    const Session session;
    emulator_capacity(1000);
    size_t free = 0;
    size_t total = 0;
    const Pointer first = device_memory(600);
    OK(cuMemGetInfo_v2(&free, &total));
    harness::expect(free == 400 && total == 1000, "free and total are " + std::to_string(free));
    Pointer second = 0;
    REFUSED(2, cuMemAlloc_v2(&second, 401));
    REFUSED(1, cuMemAlloc_v2(&second, 0));
    OK(cuMemFree_v2(first));
    REFUSED(1, cuMemFree_v2(first));
    OK(cuMemAlloc_v2(&second, 1000));
    OK(cuMemFreeHost(pinned(2000)));
}

KERNEL_CHECK(devices_have_memory_and_contexts_of_their_own) {
    const Session session;
    emulator_devices(2);
    emulator_capacity(1000);
    const Pointer first = device_memory(800);
    const Handle stream_of_first = stream();
    Handle other = nullptr;
    OK(cuDevicePrimaryCtxRetain(&other, 1));
    harness::expect(other != session.context, "two devices have one context");
    OK(cuCtxSetCurrent(other));
    const Pointer second = device_memory(800);
    REFUSED(201, cuMemsetD32Async(second, 0, 1, stream_of_first));
    REFUSED(400, launch(function(session, "add_one"), 1, 32, nullptr, AddOne{nullptr, 0}));
    OK(cuMemFree_v2(second));
    OK(cuDevicePrimaryCtxRelease_v2(1));
    REFUSED(709, cuCtxSynchronize());
    OK(cuCtxSetCurrent(session.context));
    OK(cuMemFree_v2(first));
    REFUSED(101, cuDevicePrimaryCtxRetain(&other, 2));
}

KERNEL_CHECK(copies_check_their_ranges) {
    const Session session;
    const Pointer memory = device_memory(100);
    char host[101] = {};
    REFUSED(1, cuMemcpyHtoD_v2(memory, host, 101));
    REFUSED(1, cuMemcpyDtoH_v2(host, memory + 1, 100));
    REFUSED(1, cuMemcpyHtoD_v2(memory, reinterpret_cast<void*>(memory), 100));
    REFUSED(1, cuMemcpyHtoDAsync_v2(memory, host, 100, nullptr));
    REFUSED(1, cuMemsetD32Async(memory + 2, 7, 4, nullptr));
    OK(cuMemcpyHtoD_v2(memory, host, 100));
    OK(cuMemsetD32Async(memory, 7, 25, nullptr));
    harness::expect(int_at(memory + 96) == 7, "the last of the 25 words is not 7");
}

KERNEL_CHECK(fresh_memory_is_not_zero) {
    const Session session;
    harness::expect(int_at(device_memory(4)) == -1, "fresh memory is not filled with 0xFF");
}

KERNEL_CHECK(overruns_into_the_guard_page_are_found) {
    const Session session;
    const Pointer memory = device_memory(64);
    OK(launch(function(session, "write_byte"), 1, 32, nullptr, WriteByte{reinterpret_cast<char*>(memory) + 64}));
    REFUSED(700, cuCtxSynchronize());
    const std::string text = last_error();
    harness::expect(text.find("kernel write_byte, block (0,0,0), thread (5,0,0)") != std::string::npos
                    && text.find("a write to") != std::string::npos
                    && text.find("0 bytes behind an allocation of 64 bytes") != std::string::npos,
                    "the message is: " + text);
}

KERNEL_CHECK(overruns_within_sixteen_bytes_are_found) {
    const Session session;
    const Pointer memory = device_memory(61);
    OK(launch(function(session, "write_byte"), 1, 32, nullptr, WriteByte{reinterpret_cast<char*>(memory) + 61}));
    REFUSED(700, cuCtxSynchronize());
}

KERNEL_CHECK(writes_before_an_allocation_are_found) {
    const Session session;
    const Pointer memory = device_memory(64);
    OK(launch(function(session, "write_byte"), 1, 32, nullptr, WriteByte{reinterpret_cast<char*>(memory) - 1}));
    REFUSED(700, cuMemFree_v2(memory));
}

KERNEL_CHECK(freed_memory_faults) {
    const Session session;
    const Pointer memory = device_memory(64);
    OK(cuMemFree_v2(memory));
    OK(launch(function(session, "write_byte"), 1, 32, nullptr, WriteByte{reinterpret_cast<char*>(memory)}));
    REFUSED(700, cuCtxSynchronize());
    harness::expect(last_error().find("freed or never allocated") != std::string::npos, last_error());
}

KERNEL_CHECK(stream_ordered_memory_is_there_from_its_turn_to_its_end) {
    const Session session;
    const Handle own = stream();
    Pointer memory = 0;
    OK(cuMemAllocAsync(&memory, 64, own));
    OK(launch(function(session, "write_byte"), 1, 32, own, WriteByte{reinterpret_cast<char*>(memory) + 63}));
    OK(cuMemFreeAsync(memory, own));
    OK(cuStreamSynchronize(own));
    OK(launch(function(session, "write_byte"), 1, 32, own, WriteByte{reinterpret_cast<char*>(memory)}));
    REFUSED(700, cuStreamSynchronize(own));
}

KERNEL_CHECK(what_is_live_is_listed) {
    const Session session;
    const Handle own = stream();
    const Pointer memory = device_memory(8);
    char text[200];
    harness::expect(emulator_live(text, sizeof text) == 4, std::string("live are ") + text);
    harness::expect(std::string(text) == "1 allocations, 1 modules, 1 streams, 1 contexts",
                    std::string("live are ") + text);
    OK(cuMemFree_v2(memory));
    OK(cuStreamDestroy_v2(own));
    OK(cuModuleUnload(session.module));
    OK(cuDevicePrimaryCtxRelease_v2(0));
    harness::expect(emulator_live(text, sizeof text) == 0, std::string("live are ") + text);
}
