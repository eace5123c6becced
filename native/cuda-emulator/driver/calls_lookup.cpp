// Finding the driver's functions by name.
#include <dlfcn.h>

#include <string>

#include "driver/entry.hpp"

namespace {

using namespace emulator;

constexpr int symbol_found = 0;
constexpr int symbol_missing = 1;

// This library, wherever it was loaded from.
void* own_library() {
    Dl_info own{};
    if (dladdr(reinterpret_cast<void*>(&process), &own) == 0) {
        return nullptr;
    }
    void* library = dlopen(own.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
    // Tests link it into their program.
    return library != nullptr ? library : dlopen(nullptr, RTLD_LAZY);
}

// Names are asked for without their version; the newest that we have is given.
void* find(const std::string& name) {
    static void* const library = own_library();
    if (library == nullptr || !name.starts_with("cu")) {
        return nullptr;
    }
    for (const char* suffix : {"_v3", "_v2", ""}) {
        void* function = dlsym(library, (name + suffix).c_str());
        if (function != nullptr) {
            return function;
        }
    }
    return nullptr;
}

}  // namespace

CALL cuGetProcAddress_v2(const char* name, void** function, int, unsigned long long, int* status) {
    return ENTRY(nothing, {
        require(name != nullptr && function != nullptr, CUDA_ERROR_INVALID_VALUE);
        *function = find(name);
        if (status != nullptr) {
            *status = *function != nullptr ? symbol_found : symbol_missing;
        }
        require(*function != nullptr || status != nullptr, CUDA_ERROR_NOT_FOUND);
    });
}

CALL cuGetProcAddress(const char* name, void** function, int version, unsigned long long flags) {
    return cuGetProcAddress_v2(name, function, version, flags, nullptr);
}
