// Modules and functions. Whatever the image, a module holds the kernels that this library was built with, unless it is a
// shared object that the twin of NVRTC compiled.
#include <cstring>

#include "driver/entry.hpp"
#include "driver/shared_image.hpp"

namespace {

using namespace emulator;

constexpr uint32_t fat_binary = 0xba55ed50;
constexpr const char* marker = "ELITES KERNELS WERE NOT BUILT\n";

// Compilers put fat binaries' code into images; without one there is a text in its place.
bool is_image(const void* image) {
    uint32_t word = 0;
    std::memcpy(&word, image, sizeof word);
    return word == fat_binary || std::strncmp(static_cast<const char*>(image), marker, std::strlen(marker)) == 0;
}

CUresult load(const char* call, CUmodule* handle, const void* image) {
    return entry(call, Needs::context_outside_capture, [&] {
        require(handle != nullptr && image != nullptr, CUDA_ERROR_INVALID_VALUE);
        auto module = std::make_shared<Module>();
        if (is_shared_image(image)) {
            module->own = open_shared_image(image);
            module->has_own = true;
        } else {
            require(is_image(image), CUDA_ERROR_INVALID_IMAGE);
        }
        module->context = current_context;
        *handle = process().modules.add(module);
    });
}

int attribute_of(const Function& function, int attribute) {
    switch (attribute) {
        case 0: return static_cast<int>(function.kernel->most_threads);
        case 1: return static_cast<int>(function.kernel->shared_end - function.kernel->shared_begin);
        case 2: return 0;  // constant memory
        case 3: return 0;  // local memory
        case 4: return 32;  // registers
        case 5: return 90;  // virtual architecture
        case 6: return 90;  // binary architecture
        case 7: return 0;  // caching mode
        case 8: return function.most_dynamic_shared_bytes;
        case 9: return -1;  // shared memory carve-out
        default: refuse(CUDA_ERROR_INVALID_VALUE);
    }
}

}  // namespace

CALL cuModuleLoadData(CUmodule* module, const void* image) {
    return load(__func__, module, image);
}

CALL cuModuleLoadDataEx(CUmodule* module, const void* image, unsigned, int*, void**) {
    return load(__func__, module, image);
}

CALL cuModuleLoadFatBinary(CUmodule* module, const void* image) {
    return load(__func__, module, image);
}

CALL cuModuleUnload(CUmodule module) {
    return ENTRY(context_outside_capture, {
        require(process().modules.at(module)->context == current_context, CUDA_ERROR_INVALID_CONTEXT);
        fail_process_on(process().queue.finish_all());
        const auto removed = process().modules.remove(module);
        for (const auto& [name, function] : removed->functions) {
            process().functions.remove(function)->unloaded = true;
        }
    });
}

CALL cuModuleGetFunction(CUfunction* function, CUmodule module, const char* name) {
    return ENTRY(context, {
        require(function != nullptr && name != nullptr, CUDA_ERROR_INVALID_VALUE);
        Module& holder = *process().modules.at(module);
        const auto known = holder.functions.find(name);
        if (known != holder.functions.end()) {
            *function = known->second;
            return;
        }
        const simt::KernelEntry* kernel =
                holder.has_own ? find_kernel_behind(holder.own, name) : simt::find_kernel(name);
        require(kernel != nullptr, CUDA_ERROR_NOT_FOUND);
        auto found = std::make_shared<Function>();
        found->kernel = kernel;
        found->module = module;
        found->context = holder.context;
        *function = holder.functions[name] = process().functions.add(found);
    });
}

CALL cuModuleGetLoadingMode(int* mode) {
    return ENTRY(initialised, {
        require_given(mode);
        *mode = 1;  // eager
    });
}

CALL cuFuncGetModule(CUmodule* module, CUfunction function) {
    return ENTRY(context, {
        require_given(module);
        *module = process().functions.at(function)->module;
    });
}

CALL cuFuncGetName(const char** name, CUfunction function) {
    return ENTRY(context, {
        require_given(name);
        *name = process().functions.at(function)->kernel->name;
    });
}

CALL cuFuncGetAttribute(int* value, int attribute, CUfunction function) {
    return ENTRY(context, {
        require_given(value);
        *value = attribute_of(*process().functions.at(function), attribute);
    });
}

CALL cuFuncSetAttribute(CUfunction function, int attribute, int value) {
    return ENTRY(context, {
        Function& changed = *process().functions.at(function);
        if (attribute == 9) {
            require(value >= -1 && value <= 100, CUDA_ERROR_INVALID_VALUE);
            return;
        }
        require(attribute == 8, CUDA_ERROR_INVALID_VALUE);
        // A kernel's static shared memory takes its share of a block's.
        const int own = attribute_of(changed, 1);
        require(value >= 0 && value <= static_cast<int>(simt::most_shared_bytes) - own, CUDA_ERROR_INVALID_VALUE);
        changed.most_dynamic_shared_bytes = value;
    });
}

CALL cuFuncSetCacheConfig(CUfunction function, int) {
    return ENTRY(context, { process().functions.at(function); });
}

CALL cuFuncGetParamInfo(CUfunction function, size_t index, size_t* offset, size_t* bytes) {
    return ENTRY(context, {
        require_given(offset);
        const Function& asked = *process().functions.at(function);
        require(index == 0, CUDA_ERROR_INVALID_VALUE);
        *offset = 0;
        if (bytes != nullptr) {
            *bytes = asked.kernel->argument_bytes;
        }
    });
}

CALL cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, CUfunction function, int threads, size_t shared_bytes) {
    return ENTRY(context, {
        require_given(blocks);
        const Function& asked = *process().functions.at(function);
        require(threads > 0, CUDA_ERROR_INVALID_VALUE);
        constexpr int most_threads = 2048;
        constexpr int most_blocks = 32;
        constexpr size_t shared = 228 * 1024;
        constexpr size_t taken = 1024;  // by the system, of each block
        const bool fits = static_cast<unsigned>(threads) <= asked.kernel->most_threads
                && shared_bytes <= simt::most_shared_bytes;
        const int whole_warps = (threads + 31) / 32 * 32;
        const int by_shared = static_cast<int>(shared / (shared_bytes + taken));
        *blocks = fits ? std::min({most_blocks, most_threads / whole_warps, by_shared}) : 0;
    });
}

CALL cuOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(
        int* blocks, CUfunction function, int threads, size_t shared_bytes, unsigned) {
    return cuOccupancyMaxActiveBlocksPerMultiprocessor(blocks, function, threads, shared_bytes);
}
