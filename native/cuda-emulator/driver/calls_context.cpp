// Primary contexts. The emulator makes no others.
#include "driver/entry.hpp"
#include "driver/stream.hpp"

namespace {

using namespace emulator;

Context& context_of(CUdevice device) {
    require(device >= 0 && device < process().devices, CUDA_ERROR_INVALID_DEVICE);
    auto& context = process().contexts[device];
    if (context == nullptr) {
        context = std::make_unique<Context>();
        context->device = device;
        context->handle = new_handle();
        context->legacy_stream = std::make_shared<Stream>();
        context->legacy_stream->context = context.get();
        auto pool = std::make_shared<Pool>();
        pool->context = context.get();
        pool->is_default = true;
        context->default_pool = context->current_pool = process().pools.add(pool);
    }
    return *context;
}

Context* find_context(CUcontext handle) {
    for (const auto& [device, context] : process().contexts) {
        if (context->handle == handle) {
            return context.get();
        }
    }
    refuse(CUDA_ERROR_INVALID_CONTEXT);
}

thread_local std::vector<Context*> pushed;

}  // namespace

CALL cuDevicePrimaryCtxRetain(CUcontext* context, CUdevice device) {
    return ENTRY(initialised, {
        require_given(context);
        Context& primary = context_of(device);
        ++primary.retained;
        *context = primary.handle;
    });
}

CALL cuDevicePrimaryCtxRelease_v2(CUdevice device) {
    return ENTRY(initialised, {
        Context& primary = context_of(device);
        require(primary.retained > 0, CUDA_ERROR_INVALID_CONTEXT);
        if (primary.retained == 1) {
            fail_process_on(process().queue.finish_all());
        }
        --primary.retained;
    });
}

CALL cuDevicePrimaryCtxRelease(CUdevice device) {
    return cuDevicePrimaryCtxRelease_v2(device);
}

CALL cuDevicePrimaryCtxGetState(CUdevice device, unsigned* flags, int* active) {
    return ENTRY(initialised, {
        require(flags != nullptr && active != nullptr, CUDA_ERROR_INVALID_VALUE);
        const Context& primary = context_of(device);
        *flags = primary.flags;
        *active = primary.retained > 0;
    });
}

CALL cuDevicePrimaryCtxSetFlags_v2(CUdevice device, unsigned flags) {
    return ENTRY(initialised, { context_of(device).flags = flags; });
}

CALL cuDevicePrimaryCtxSetFlags(CUdevice device, unsigned flags) {
    return cuDevicePrimaryCtxSetFlags_v2(device, flags);
}

CALL cuCtxSetCurrent(CUcontext context) {
    return ENTRY(initialised, {
        Context* found = context == nullptr ? nullptr : find_context(context);
        require(found == nullptr || found->retained > 0, CUDA_ERROR_INVALID_CONTEXT);
        current_context = found;
    });
}

CALL cuCtxGetCurrent(CUcontext* context) {
    return ENTRY(initialised, {
        require_given(context);
        *context = current_context == nullptr ? nullptr : current_context->handle;
    });
}

CALL cuCtxPushCurrent_v2(CUcontext context) {
    return ENTRY(initialised, {
        Context* found = find_context(context);
        pushed.push_back(current_context);
        current_context = found;
    });
}

CALL cuCtxPopCurrent_v2(CUcontext* context) {
    return ENTRY(context, {
        if (context != nullptr) {
            *context = current_context->handle;
        }
        current_context = pushed.empty() ? nullptr : pushed.back();
        if (!pushed.empty()) {
            pushed.pop_back();
        }
    });
}

CALL cuCtxPushCurrent(CUcontext context) {
    return cuCtxPushCurrent_v2(context);
}

CALL cuCtxPopCurrent(CUcontext* context) {
    return cuCtxPopCurrent_v2(context);
}

CALL cuCtxGetDevice(CUdevice* device) {
    return ENTRY(context, {
        require_given(device);
        *device = current_context->device;
    });
}

CALL cuCtxGetApiVersion(CUcontext context, unsigned* version) {
    return ENTRY(context, {
        require_given(version);
        if (context != nullptr) {
            find_context(context);
        }
        *version = 3020;
    });
}

CALL cuCtxGetStreamPriorityRange(int* least, int* greatest) {
    return ENTRY(context, {
        if (least != nullptr) {
            *least = 0;
        }
        if (greatest != nullptr) {
            *greatest = -5;
        }
    });
}

CALL cuCtxSynchronize() {
    return ENTRY(context_outside_capture, { finish_context(); });
}
