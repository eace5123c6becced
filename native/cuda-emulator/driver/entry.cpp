#include "driver/entry.hpp"

#include <cctype>
#include <cstring>

#include "driver/capture.hpp"

namespace emulator {

namespace {

// "cuMemAlloc_v2" counts as "cuMemAlloc".
std::string without_version(const char* name) {
    std::string text = name;
    const size_t length = text.size();
    if (length > 3 && text[length - 3] == '_' && text[length - 2] == 'v'
            && std::isdigit(static_cast<unsigned char>(text[length - 1])) != 0) {
        text.resize(length - 3);
    }
    return text;
}

void inject_faults(const std::string& call) {
    for (auto fault = process().faults.begin(); fault != process().faults.end(); ++fault) {
        if (fault->call != call || --fault->left != 0) {
            continue;
        }
        const int code = fault->code;
        process().faults.erase(fault);
        if (is_sticky(code)) {
            fail_process({code, "A fault was injected into " + call + "."});
        }
        refuse(static_cast<Result>(code));
    }
}

}  // namespace

void admit(const char* name, Needs needs) {
    const std::string call = without_version(name);
    ++process().calls[call];
    inject_faults(call);
    if (needs == Needs::nothing) {
        return;
    }
    require(process().initialised, CUDA_ERROR_NOT_INITIALIZED);
    if (needs == Needs::device) {
        return;
    }
    if (process().sticky != 0) {
        refuse(static_cast<Result>(process().sticky));
    }
    if (needs == Needs::initialised) {
        return;
    }
    require(current_context != nullptr, CUDA_ERROR_INVALID_CONTEXT);
    require(current_context->retained > 0, CUDA_ERROR_CONTEXT_IS_DESTROYED);
    if (needs == Needs::context_outside_capture) {
        refuse_during_capture();
    }
}

void fail_process(const simt::Failure& failure) {
    process().sticky = failure.error;
    process().last_error = failure.text;
    process().queue.abandon();
    refuse(static_cast<Result>(failure.error));
}

void fail_process_on(const std::optional<simt::Failure>& failure) {
    if (failure) {
        fail_process(*failure);
    }
}

}  // namespace emulator
