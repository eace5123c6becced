#include <string>

#include "driver.hpp"
#include "kernels/behaviour.h"

using namespace driver;

namespace {

bool is_forward() {
    return simt::schedule().order == simt::Order::forward;
}

}  // namespace

KERNEL_CHECK(work_is_done_when_it_is_waited_for) {
    const Session session;
    const Handle own = stream();
    const Pointer value = device_memory(4);
    int* host = static_cast<int*>(pinned(sizeof(int)));
    OK(cuMemsetD32Async(value, 4, 1, own));
    OK(launch(function(session, "add_one"), 1, 32, own, AddOne{reinterpret_cast<int*>(value), 1}));
    OK(cuMemcpyDtoHAsync_v2(host, value, 4, own));
    harness::expect(*host == -1, "a copy was done before anybody waited");
    OK(cuStreamSynchronize(own));
    harness::expect(*host == 5, "the stream's order was not kept");
}

KERNEL_CHECK(asking_again_comes_to_an_end) {
    const Session session;
    const Handle own = stream();
    const Pointer value = device_memory(4);
    for (int count = 0; count < 3; ++count) {
        OK(cuMemsetD32Async(value, 4, 1, own));
    }
    int asked = 0;
    while (cuStreamQuery(own) == 600) {
        ++asked;
    }
    harness::expect(asked == 3, "it took " + std::to_string(asked) + " questions");
}

KERNEL_CHECK(streams_wait_for_events) {
    const Session session;
    const Handle first = stream();
    const Handle second = stream();
    const Handle written = event();
    const Pointer value = device_memory(4);
    int* host = static_cast<int*>(pinned(sizeof(int)));
    OK(cuMemsetD32Async(value, 1, 1, first));
    OK(launch(function(session, "add_one"), 1, 32, first, AddOne{reinterpret_cast<int*>(value), 1}));
    OK(cuEventRecord(written, first));
    OK(cuStreamWaitEvent(second, written, 0));
    OK(cuMemcpyDtoHAsync_v2(host, value, 4, second));
    OK(cuStreamSynchronize(second));
    harness::expect(*host == 2, "the second stream did not wait");
    OK(cuEventQuery(written));
}

KERNEL_CHECK(streams_without_events_show_it) {
    const Session session;
    const Handle first = stream();
    const Handle second = stream();
    const Pointer value = device_memory(4);
    int* host = static_cast<int*>(pinned(sizeof(int)));
    OK(cuMemsetD32Async(value, 1, 1, first));
    OK(cuMemcpyDtoHAsync_v2(host, value, 4, second));
    OK(cuStreamSynchronize(second));
    harness::expect(!is_forward() || *host == -1, "a stream that was not waited for went on");
}

KERNEL_CHECK(the_legacy_stream_waits_for_blocking_ones_only) {
    const Session session;
    const Handle blocking = stream(0);
    const Handle free = stream(1);
    const Pointer values = device_memory(8);
    OK(cuMemsetD32Async(values, 1, 1, blocking));
    OK(cuMemsetD32Async(values + 4, 1, 1, free));
    harness::expect(int_at(values) == 1, "a blocking stream was not waited for");
    harness::expect(!is_forward() || int_at(values + 4) == -1, "a stream that does not block was waited for");
}

KERNEL_CHECK(events_tell_times) {
    const Session session;
    const Handle own = stream();
    const Handle begin = event();
    const Handle end = event();
    float milliseconds = -1.0f;
    OK(cuEventQuery(begin));
    REFUSED(400, cuEventElapsedTime(&milliseconds, begin, end));
    OK(cuEventRecord(begin, own));
    OK(cuMemsetD32Async(device_memory(4), 1, 1, own));
    OK(cuEventRecord(end, own));
    REFUSED(600, cuEventElapsedTime(&milliseconds, begin, end));
    REFUSED(600, cuEventQuery(end));
    OK(cuEventSynchronize(end));
    OK(cuEventElapsedTime(&milliseconds, begin, end));
    harness::expect(milliseconds >= 0.0f, "time goes backwards");
}

KERNEL_CHECK(devices_describe_themselves) {
    const Session session;
    int value = 0;
    OK(cuDeviceGetAttribute(&value, 16, 0));
    harness::expect(value == 132, "there are not 132 multiprocessors");
    OK(cuDeviceGetAttribute(&value, 97, 0));
    harness::expect(value == 227 * 1024, "a block may not have 227 KiB");
    REFUSED(101, cuDeviceGetAttribute(&value, 16, 1));
    const Handle add_one = function(session, "add_one");
    OK(cuOccupancyMaxActiveBlocksPerMultiprocessor(&value, add_one, 256, 0));
    harness::expect(value == 8, "8 blocks of 256 threads fill a multiprocessor");
    OK(cuFuncGetAttribute(&value, 0, add_one));
    harness::expect(value == 256, "the kernel's bound is 256");
    void* found = nullptr;
    OK(cuGetProcAddress_v2("cuInit", &found, 12000, 0, nullptr));
    harness::expect(found == reinterpret_cast<void*>(&cuInit), "cuInit is found elsewhere");
}
