#include "driver/capture.hpp"

#include <algorithm>

#include "driver/entry.hpp"

namespace emulator {

namespace {

constexpr int global_mode = 0;
constexpr int relaxed_mode = 2;

}  // namespace

void refuse_during_capture() {
    if (capture_mode_of_thread == relaxed_mode) {
        return;
    }
    const auto self = std::this_thread::get_id();
    bool refused = false;
    for (const auto& capture : process().captures) {
        const bool own = capture->thread == self && capture->mode != relaxed_mode;
        const bool other = capture_mode_of_thread == global_mode && capture->mode == global_mode;
        if (own || other) {
            capture->invalidated = true;
            refused = true;
        }
    }
    require(!refused, CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
}

void refuse_captured(Stream& stream) {
    if (stream.capture != nullptr) {
        stream.capture->invalidated = true;
        refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
    }
}

void require_valid(const Stream& stream) {
    require(stream.capture == nullptr || !stream.capture->invalidated, CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
}

void capture_work(Stream& stream, Work work) {
    require_valid(stream);
    Node& node = stream.capture->graph->add(std::move(work), stream.capture_tail);
    stream.capture_tail = {&node};
}

void refuse_legacy_during_capture(const Context& context) {
    bool refused = false;
    for (const auto& [handle, stream] : process().streams) {
        if (stream->context == &context && stream->capture != nullptr && stream->is_blocking()) {
            stream->capture->invalidated = true;
            refused = true;
        }
    }
    require(!refused, CUDA_ERROR_STREAM_CAPTURE_IMPLICIT);
}

void join_capture(Stream& stream, const Event& event) {
    const auto& capture = event.capture;
    const bool is_running =
            std::find(process().captures.begin(), process().captures.end(), capture) != process().captures.end();
    require(is_running, CUDA_ERROR_CAPTURED_EVENT);
    if (stream.capture != nullptr && stream.capture != capture) {
        stream.capture->invalidated = true;
        capture->invalidated = true;
        refuse(CUDA_ERROR_STREAM_CAPTURE_MERGE);
    }
    if (stream.capture == nullptr) {
        require(&stream != stream.context->legacy_stream.get(), CUDA_ERROR_STREAM_CAPTURE_IMPLICIT);
        stream.capture = capture;
        stream.capture_tail.clear();
    }
    require_valid(stream);
    for (Node* node : event.captured) {
        if (std::find(stream.capture_tail.begin(), stream.capture_tail.end(), node) == stream.capture_tail.end()) {
            stream.capture_tail.push_back(node);
        }
    }
}

}  // namespace emulator
