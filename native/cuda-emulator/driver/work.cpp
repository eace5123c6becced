#include "driver/work.hpp"

#include <cstring>

#include "driver/process.hpp"

namespace emulator {

namespace {

constexpr size_t most_argument_bytes = 32 * 1024;
alignas(64) std::byte aligned_arguments[most_argument_bytes];

const void* aligned(const std::vector<std::byte>& arguments) {
    std::memcpy(aligned_arguments, arguments.data(), arguments.size());
    return aligned_arguments;
}

using Outcome = std::optional<simt::Failure>;

// Memory that was valid when a copy was enqueued may be none when the stream comes to it.
bool is_gone(const void* begin, size_t bytes) {
    const Memory& memory = process().memory;
    if (!memory.is_own(begin)) {
        return false;
    }
    const Allocation* allocation = memory.holding(begin, bytes);
    return allocation == nullptr || !allocation->accessible;
}

Outcome gone(const char* what, const void* address) {
    return simt::Failure{simt::illegal_address, std::string(what) + " reached address "
            + std::to_string(reinterpret_cast<uintptr_t>(address)) + ", " + process().memory.describe(address) + "."};
}

struct Performer {
    Outcome operator()(const NoWork&) const { return std::nullopt; }

    Outcome operator()(const KernelWork& work) const {
        ++process().launches;
        return simt::run(*work.function->kernel, work.shape, aligned(work.arguments));
    }

    Outcome operator()(const CopyWork& work) const {
        for (const void* end : {static_cast<const void*>(work.to), work.from}) {
            if (is_gone(end, work.bytes)) {
                return gone("A copy", end);
            }
        }
        std::memmove(work.to, work.from, work.bytes);
        return std::nullopt;
    }

    Outcome operator()(const FillWork& work) const {
        for (size_t row = 0; row < work.height; ++row) {
            char* to = work.to + row * work.pitch;
            if (is_gone(to, work.width * work.element_bytes)) {
                return gone("A memset", to);
            }
            for (size_t element = 0; element < work.width; ++element) {
                std::memcpy(to + element * work.element_bytes, &work.value, work.element_bytes);
            }
        }
        return std::nullopt;
    }

    Outcome operator()(const PlainWork& work) const {
        ++process().launches;
        return simt::run_plain(work.run, aligned(work.arguments));
    }

    Outcome operator()(const InternalWork& work) const {
        work.run();
        return std::nullopt;
    }
};

}  // namespace

std::optional<simt::Failure> perform(const Work& work) {
    return std::visit(Performer{}, work);
}

}  // namespace emulator
