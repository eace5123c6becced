// Launches, and library code that stands for kernels.
#include <cstring>

#include "driver/entry.hpp"
#include "driver/launch.hpp"
#include "driver/stream.hpp"

namespace emulator {

namespace {

// Launches may bring all arguments as one buffer: a list of keys and values that ends with 0.
const void* buffer_of(void** extra, size_t bytes) {
    const auto key = [](void* word) { return reinterpret_cast<uintptr_t>(word); };
    const void* buffer = nullptr;
    size_t buffer_bytes = 0;
    for (; key(*extra) != 0; extra += 2) {
        if (key(extra[0]) == 1) {
            buffer = extra[1];
        } else if (key(extra[0]) == 2) {
            buffer_bytes = *static_cast<const size_t*>(extra[1]);
        } else {
            refuse(CUDA_ERROR_INVALID_VALUE);
        }
    }
    require(buffer != nullptr && buffer_bytes == bytes, CUDA_ERROR_INVALID_VALUE);
    return buffer;
}

}  // namespace

KernelWork kernel_work(Handle handle, const simt::Shape& shape, void** parameters, void** extra) {
    const std::shared_ptr<Function>& function = process().functions.at(handle);
    require(function->context == current_context, CUDA_ERROR_INVALID_HANDLE);
    const std::string refused = simt::refusal(*function->kernel, shape);
    if (!refused.empty()) {
        process().last_error = refused;
        refuse(CUDA_ERROR_INVALID_VALUE);
    }
    require(shape.shared_bytes <= static_cast<unsigned>(function->most_dynamic_shared_bytes),
            CUDA_ERROR_INVALID_VALUE);
    require((parameters == nullptr) != (extra == nullptr), CUDA_ERROR_INVALID_VALUE);
    const size_t bytes = function->kernel->argument_bytes;
    const void* from = parameters != nullptr ? parameters[0] : buffer_of(extra, bytes);
    require(from != nullptr, CUDA_ERROR_INVALID_VALUE);
    KernelWork work{function, shape, std::vector<std::byte>(bytes)};
    std::memcpy(work.arguments.data(), from, bytes);
    return work;
}

}  // namespace emulator

using namespace emulator;

CALL cuLaunchKernel(CUfunction function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x,
                    unsigned block_y, unsigned block_z, unsigned shared_bytes, CUstream stream, void** parameters,
                    void** extra) {
    return ENTRY(context, {
        const simt::Shape shape{{grid_x, grid_y, grid_z}, {block_x, block_y, block_z}, shared_bytes};
        Stream& where = stream_at(stream);
        enqueue(where, kernel_work(function, shape, parameters, extra));
    });
}

// What the emulated libraries call: `run` is done in the stream's order, like a kernel, with a copy of the arguments;
// where it faults, that is the error of the stream. 0, or why the stream does not take it.
CALL emulator_enqueue(CUstream stream, void (*run)(const void*), const void* arguments, size_t bytes) {
    return ENTRY(context, {
        require(run != nullptr && arguments != nullptr, CUDA_ERROR_INVALID_VALUE);
        PlainWork work{run, std::vector<std::byte>(bytes)};
        std::memcpy(work.arguments.data(), arguments, bytes);
        enqueue(stream_at(stream), std::move(work));
    });
}
