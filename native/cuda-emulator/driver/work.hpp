// What streams do and graphs hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "simt/launch.hpp"

namespace emulator {

struct Context;

struct Function {
    const simt::KernelEntry* kernel;
    void* module;
    Context* context;
    bool unloaded = false;
    int most_dynamic_shared_bytes = 48 * 1024;
};

struct KernelWork {
    std::shared_ptr<Function> function;
    simt::Shape shape;
    std::vector<std::byte> arguments;
};

struct CopyWork {
    void* to;
    const void* from;
    size_t bytes;
};

// Rows of `width` elements, `pitch` bytes apart.
struct FillWork {
    char* to;
    uint32_t value;
    unsigned element_bytes;
    size_t width;
    size_t height;
    size_t pitch;
};

// Host code that stands for a kernel of a library.
struct PlainWork {
    void (*run)(const void* arguments);
    std::vector<std::byte> arguments;
};

// The driver's own, which no graph holds.
struct InternalWork {
    std::function<void()> run;
};

struct NoWork {};

using Work = std::variant<NoWork, KernelWork, CopyWork, FillWork, PlainWork, InternalWork>;

// Does it, on the calling thread.
std::optional<simt::Failure> perform(const Work& work);

}  // namespace emulator
