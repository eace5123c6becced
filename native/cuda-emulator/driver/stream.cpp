#include "driver/stream.hpp"

#include "driver/capture.hpp"
#include "driver/entry.hpp"

namespace emulator {

namespace {

// Writes beyond an allocation that kept within its last 16 bytes reached no guard page.
void refuse_damage() {
    const Allocation* allocation = process().memory.damaged();
    if (allocation != nullptr) {
        fail_process({simt::illegal_address, "An allocation of " + std::to_string(allocation->bytes)
                + " bytes was overrun, or written before its beginning."});
    }
}

}  // namespace

Stream& stream_at(Handle handle) {
    if (reinterpret_cast<uintptr_t>(handle) <= 1) {
        return *current_context->legacy_stream;
    }
    Stream& stream = *process().streams.at(handle);
    require(stream.context == current_context, CUDA_ERROR_INVALID_CONTEXT);
    return stream;
}

void enqueue(Stream& stream, Work work) {
    if (stream.capture != nullptr) {
        capture_work(stream, std::move(work));
    } else {
        enqueue_operation(stream, std::move(work));
    }
}

std::shared_ptr<Operation> enqueue_operation(Stream& stream, Work work) {
    Operations after = std::move(stream.awaited);
    stream.awaited.clear();
    after.push_back(stream.last);
    Stream& legacy = *stream.context->legacy_stream;
    if (&stream == &legacy) {
        refuse_legacy_during_capture(*stream.context);
        for (const auto& [handle, other] : process().streams) {
            if (other->context == stream.context && other->is_blocking()) {
                after.push_back(other->last);
            }
        }
    } else if (stream.is_blocking()) {
        after.push_back(legacy.last);
    }
    stream.last = process().queue.add(std::move(work), std::move(after));
    return stream.last;
}

void finish_operation(const std::shared_ptr<Operation>& operation) {
    if (operation != nullptr) {
        fail_process_on(process().queue.finish({operation}));
    }
    refuse_damage();
}

void finish_stream(Stream& stream) {
    Operations wanted = stream.awaited;
    if (stream.last != nullptr) {
        wanted.push_back(stream.last);
    }
    fail_process_on(process().queue.finish(wanted));
    refuse_damage();
}

void finish_context() {
    fail_process_on(process().queue.finish_all());
    refuse_damage();
}

void require_done(const std::shared_ptr<Operation>& operation) {
    if (operation == nullptr || operation->done) {
        return;
    }
    fail_process_on(process().queue.advance(operation));
    // Even where that was the last step: who asks once and goes on regardless is to be found out.
    refuse(CUDA_ERROR_NOT_READY);
}

}  // namespace emulator
