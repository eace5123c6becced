// Streams.
#include "driver/capture.hpp"
#include "driver/entry.hpp"
#include "driver/stream.hpp"

namespace {

using namespace emulator;

CUresult create(const char* call, CUstream* handle, unsigned flags, int priority) {
    return entry(call, Needs::context_outside_capture, [&] {
        require(handle != nullptr && flags <= 1, CUDA_ERROR_INVALID_VALUE);
        auto stream = std::make_shared<Stream>();
        stream->context = current_context;
        stream->flags = flags;
        stream->priority = std::max(-5, std::min(0, priority));
        stream->id = ++process().streams_created;
        *handle = process().streams.add(stream);
    });
}

// What a stream says of itself.
template <class Value, class Read>
CUresult get(const char* call, CUstream stream, Value* value, Read read) {
    return entry(call, Needs::context, [&] {
        require_given(value);
        *value = read(stream_at(stream));
    });
}

}  // namespace

CALL cuStreamCreate(CUstream* stream, unsigned flags) {
    return create(__func__, stream, flags, 0);
}

CALL cuStreamCreateWithPriority(CUstream* stream, unsigned flags, int priority) {
    return create(__func__, stream, flags, priority);
}

// What it has enqueued is still done, but nobody can wait for it any more other than with the context.
CALL cuStreamDestroy_v2(CUstream stream) {
    return ENTRY(context, {
        require(reinterpret_cast<uintptr_t>(stream) > 1, CUDA_ERROR_INVALID_HANDLE);
        Stream& destroyed = stream_at(stream);
        if (destroyed.capture != nullptr) {
            destroyed.capture->invalidated = true;
        }
        process().streams.remove(stream);
    });
}

CALL cuStreamDestroy(CUstream stream) {
    return cuStreamDestroy_v2(stream);
}

CALL cuStreamSynchronize(CUstream stream) {
    return ENTRY(context, {
        Stream& waited = stream_at(stream);
        refuse_captured(waited);
        if (&waited == current_context->legacy_stream.get()) {
            // It waits for the blocking streams as its own work would.
            enqueue_operation(waited, NoWork{});
        }
        finish_stream(waited);
    });
}

CALL cuStreamQuery(CUstream stream) {
    return ENTRY(context, {
        Stream& asked = stream_at(stream);
        refuse_captured(asked);
        require_done(asked.last);
    });
}

CALL cuStreamWaitEvent(CUstream stream, CUevent event, unsigned flags) {
    return ENTRY(context, {
        require(flags <= 1, CUDA_ERROR_INVALID_VALUE);
        Stream& waiting = stream_at(stream);
        const Event& awaited = *process().events.at(event);
        if (awaited.capture != nullptr) {
            join_capture(waiting, awaited);
            return;
        }
        if (waiting.capture != nullptr) {
            waiting.capture->invalidated = true;
            refuse(CUDA_ERROR_STREAM_CAPTURE_ISOLATION);
        }
        if (awaited.recorded != nullptr) {
            waiting.awaited.push_back(awaited.recorded);
            // A wait is work of its own: without any after it, the stream still waits.
            enqueue_operation(waiting, NoWork{});
        }
    });
}

CALL cuStreamGetFlags(CUstream stream, unsigned* flags) {
    return get(__func__, stream, flags, [](const Stream& asked) { return asked.flags; });
}

CALL cuStreamGetPriority(CUstream stream, int* priority) {
    return get(__func__, stream, priority, [](const Stream& asked) { return asked.priority; });
}

CALL cuStreamGetId(CUstream stream, unsigned long long* id) {
    return get(__func__, stream, id, [](const Stream& asked) { return asked.id; });
}

CALL cuStreamGetCtx(CUstream stream, CUcontext* context) {
    return get(__func__, stream, context, [](const Stream& asked) { return asked.context->handle; });
}
