// Runs kernels without a driver, so that sanitizers see nothing but them. A file of checks/ (or of kernels/test) checks
// one kernel; every check runs under each schedule.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "simt/launch.hpp"

namespace harness {

// Entering it into the list is all that its construction does.
struct Check {
    Check(const char* name, void (*run)());
};

// Ends the check.
[[noreturn]] void fail(const std::string& text);

inline void expect(bool condition, const std::string& text) {
    if (!condition) {
        fail(text);
    }
}

// Memory that a kernel may use: what lies behind it faults, or is poisoned under the address sanitizer. It is 0xFF at
// first.
void* allocate(size_t bytes);
void release(void* begin, size_t bytes);

template <class Value>
class Buffer {
public:
    explicit Buffer(size_t count) : count_(count), data_(static_cast<Value*>(allocate(count * sizeof(Value)))) {}
    Buffer(size_t count, Value value) : Buffer(count) {
        for (size_t index = 0; index < count; ++index) {
            data_[index] = value;
        }
    }
    ~Buffer() { release(data_, count_ * sizeof(Value)); }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;

    Value* data() { return data_; }
    size_t size() const { return count_; }
    Value& operator[](size_t index) { return data_[index]; }

private:
    size_t count_;
    Value* data_;
};

// Runs a kernel; its failure is the check's. Throws std::string for kernels that are refused.
void launch_bytes(const char* kernel, const simt::Shape& shape, const void* arguments, size_t bytes);

template <class Arguments>
void launch(const char* kernel, dim3 grid, dim3 block, unsigned shared_bytes, const Arguments& arguments) {
    launch_bytes(kernel, {grid, block, shared_bytes}, &arguments, sizeof arguments);
}

}  // namespace harness

// KERNEL_CHECK(name) { ... }
#define KERNEL_CHECK(name)                                                   \
    static void name##_check();                                              \
    static const ::harness::Check name##_entry(#name, name##_check);         \
    static void name##_check()
