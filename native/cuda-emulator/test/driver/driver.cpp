#include "driver.hpp"

namespace driver {

void expect_result(int result, int wanted, const char* call) {
    harness::expect(result == wanted, std::string(call) + " returned " + std::to_string(result) + ", not "
            + std::to_string(wanted) + (last_error().empty() ? "" : " (" + last_error() + ")"));
}

Session::Session() {
    const simt::Schedule schedule = simt::schedule();
    emulator_reset();
    OK(cuInit(0));
    simt::set_schedule(schedule);
    OK(cuDevicePrimaryCtxRetain(&context, 0));
    OK(cuCtxSetCurrent(context));
    OK(cuModuleLoadData(&module, marker));
}

Handle function(const Session& session, const char* name) {
    Handle found = nullptr;
    OK(cuModuleGetFunction(&found, session.module, name));
    return found;
}

Handle stream(unsigned flags) {
    Handle created = nullptr;
    OK(cuStreamCreate(&created, flags));
    return created;
}

Handle event() {
    Handle created = nullptr;
    OK(cuEventCreate(&created, 0));
    return created;
}

Pointer device_memory(size_t bytes) {
    Pointer pointer = 0;
    OK(cuMemAlloc_v2(&pointer, bytes));
    return pointer;
}

void* pinned(size_t bytes) {
    void* pointer = nullptr;
    OK(cuMemHostAlloc(&pointer, bytes, 0));
    return pointer;
}

std::string last_error() {
    char text[1000];
    emulator_last_error(text, sizeof text);
    return text;
}

int int_at(Pointer at) {
    int value = 0;
    OK(cuMemcpyDtoH_v2(&value, at, sizeof value));
    return value;
}

}  // namespace driver
