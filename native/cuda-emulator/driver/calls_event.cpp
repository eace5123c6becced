// Events. Times are those of the emulator's work.
#include <chrono>

#include "driver/capture.hpp"
#include "driver/entry.hpp"
#include "driver/stream.hpp"

namespace {

using namespace emulator;

constexpr unsigned known_flags = 7;
constexpr unsigned without_time = 2;

Event& event_outside_capture(CUevent handle) {
    Event& event = *process().events.at(handle);
    if (event.capture != nullptr) {
        event.capture->invalidated = true;
        refuse(CUDA_ERROR_CAPTURED_EVENT);
    }
    return event;
}

CUresult record(const char* call, CUevent handle, CUstream stream) {
    return entry(call, Needs::context, [&] {
        Event& event = *process().events.at(handle);
        Stream& where = stream_at(stream);
        require(event.context == where.context, CUDA_ERROR_INVALID_HANDLE);
        if (where.capture != nullptr) {
            require_valid(where);
            event.capture = where.capture;
            event.captured = where.capture_tail;
            return;
        }
        event.capture.reset();
        event.captured.clear();
        event.recorded = enqueue_operation(where, NoWork{});
    });
}

float milliseconds_between(const Event& from, const Event& to) {
    return std::chrono::duration<float, std::milli>(to.recorded->done_at - from.recorded->done_at).count();
}

CUresult elapsed(const char* call, float* milliseconds, CUevent from, CUevent to) {
    return entry(call, Needs::context, [&] {
        require_given(milliseconds);
        const Event& start = event_outside_capture(from);
        const Event& end = event_outside_capture(to);
        for (const Event* event : {&start, &end}) {
            require(event->recorded != nullptr && (event->flags & without_time) == 0, CUDA_ERROR_INVALID_HANDLE);
        }
        require(start.recorded->done && end.recorded->done, CUDA_ERROR_NOT_READY);
        *milliseconds = milliseconds_between(start, end);
    });
}

}  // namespace

CALL cuEventCreate(CUevent* handle, unsigned flags) {
    return ENTRY(context, {
        require(handle != nullptr && (flags & ~known_flags) == 0, CUDA_ERROR_INVALID_VALUE);
        auto event = std::make_shared<Event>();
        event->context = current_context;
        event->flags = flags;
        *handle = process().events.add(event);
    });
}

CALL cuEventDestroy_v2(CUevent event) {
    return ENTRY(context, { process().events.remove(event); });
}

CALL cuEventDestroy(CUevent event) {
    return cuEventDestroy_v2(event);
}

CALL cuEventRecord(CUevent event, CUstream stream) {
    return record(__func__, event, stream);
}

CALL cuEventRecordWithFlags(CUevent event, CUstream stream, unsigned) {
    return record(__func__, event, stream);
}

CALL cuEventQuery(CUevent event) {
    return ENTRY(context, { require_done(event_outside_capture(event).recorded); });
}

CALL cuEventSynchronize(CUevent event) {
    return ENTRY(context, { finish_operation(event_outside_capture(event).recorded); });
}

CALL cuEventElapsedTime(float* milliseconds, CUevent from, CUevent to) {
    return elapsed(__func__, milliseconds, from, to);
}

CALL cuEventElapsedTime_v2(float* milliseconds, CUevent from, CUevent to) {
    return elapsed(__func__, milliseconds, from, to);
}
