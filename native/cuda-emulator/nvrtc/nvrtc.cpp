// The calls of NVRTC that our code binds. What this compiles is neither PTX nor code of a device but a shared object
// for the emulated driver; both queries return it.
#include <cstring>
#include <mutex>
#include <set>

#include "nvrtc/compile.hpp"

#define CALL extern "C" __attribute__((visibility("default"))) int

namespace {

using namespace emulated_nvrtc;

constexpr int success = 0;
constexpr int invalid_input = 3;
constexpr int invalid_program = 4;
constexpr int invalid_option = 5;
constexpr int compilation = 6;

constexpr int architectures[] = {80, 90, 100};

struct Program {
    std::vector<File> files;
    Compiled compiled;
};

struct Library {
    std::mutex mutex;
    std::set<void*> programs;
};

Library& library() {
    static Library& only = *new Library;
    return only;
}

Program* known(void* program) {
    const std::lock_guard lock(library().mutex);
    return library().programs.contains(program) ? static_cast<Program*>(program) : nullptr;
}

int size(void* program, size_t* bytes, std::string Compiled::* part, bool ends_with_zero) {
    Program* const asked = known(program);
    if (asked == nullptr || bytes == nullptr) {
        return asked == nullptr ? invalid_program : invalid_input;
    }
    *bytes = (asked->compiled.*part).size() + (ends_with_zero ? 1 : 0);
    return success;
}

int copy(void* program, char* target, std::string Compiled::* part, bool ends_with_zero) {
    Program* const asked = known(program);
    if (asked == nullptr || target == nullptr) {
        return asked == nullptr ? invalid_program : invalid_input;
    }
    const std::string& source = asked->compiled.*part;
    std::memcpy(target, source.c_str(), source.size() + (ends_with_zero ? 1 : 0));
    return success;
}

}  // namespace

CALL nvrtcVersion(int* major, int* minor) {
    if (major == nullptr || minor == nullptr) {
        return invalid_input;
    }
    *major = 13;
    *minor = 0;
    return success;
}

CALL nvrtcGetNumSupportedArchs(int* count) {
    *count = static_cast<int>(std::size(architectures));
    return success;
}

CALL nvrtcGetSupportedArchs(int* supported) {
    std::memcpy(supported, architectures, sizeof architectures);
    return success;
}

CALL nvrtcCreateProgram(
        void** program, const char* source, const char* name, int headers, const char* const* texts,
        const char* const* names) {
    if (program == nullptr || source == nullptr || headers < 0) {
        return invalid_input;
    }
    auto* const made = new Program;
    made->files.emplace_back(name == nullptr ? "default_program" : name, source);
    for (int header = 0; header < headers; ++header) {
        made->files.emplace_back(names[header], texts[header]);
    }
    const std::lock_guard lock(library().mutex);
    library().programs.insert(made);
    *program = made;
    return success;
}

CALL nvrtcDestroyProgram(void** program) {
    if (program == nullptr || known(*program) == nullptr) {
        return invalid_program;
    }
    const std::lock_guard lock(library().mutex);
    library().programs.erase(*program);
    delete static_cast<Program*>(*program);
    *program = nullptr;
    return success;
}

CALL nvrtcCompileProgram(void* program, int count, const char* const* options) {
    Program* const asked = known(program);
    if (asked == nullptr) {
        return invalid_program;
    }
    for (int option = 0; option < count; ++option) {
        if (std::strncmp(options[option], "--", 2) != 0) {
            return invalid_option;
        }
    }
    asked->compiled = compile(asked->files);
    return asked->compiled.done ? success : compilation;
}

CALL nvrtcGetProgramLogSize(void* program, size_t* bytes) {
    return size(program, bytes, &Compiled::log, true);
}

CALL nvrtcGetProgramLog(void* program, char* log) {
    return copy(program, log, &Compiled::log, true);
}

CALL nvrtcGetPTXSize(void* program, size_t* bytes) {
    return size(program, bytes, &Compiled::image, false);
}

CALL nvrtcGetPTX(void* program, char* ptx) {
    return copy(program, ptx, &Compiled::image, false);
}

CALL nvrtcGetCUBINSize(void* program, size_t* bytes) {
    return size(program, bytes, &Compiled::image, false);
}

CALL nvrtcGetCUBIN(void* program, char* cubin) {
    return copy(program, cubin, &Compiled::image, false);
}

extern "C" __attribute__((visibility("default"))) const char* nvrtcGetErrorString(int result) {
    switch (result) {
        case success: return "NVRTC_SUCCESS";
        case invalid_input: return "NVRTC_ERROR_INVALID_INPUT";
        case invalid_program: return "NVRTC_ERROR_INVALID_PROGRAM";
        case invalid_option: return "NVRTC_ERROR_INVALID_OPTION";
        case compilation: return "NVRTC_ERROR_COMPILATION";
        default: return "NVRTC_ERROR unknown";
    }
}
