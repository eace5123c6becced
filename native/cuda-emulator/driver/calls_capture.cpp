// Beginning and ending a capture.
#include <algorithm>

#include "driver/capture.hpp"
#include "driver/entry.hpp"
#include "driver/stream.hpp"

namespace {

using namespace emulator;

constexpr int relaxed_mode = 2;

bool comes_before(const Node* node, const std::vector<Node*>& tail) {
    std::vector<const Node*> open(tail.begin(), tail.end());
    while (!open.empty()) {
        const Node* next = open.back();
        open.pop_back();
        if (next == node) {
            return true;
        }
        open.insert(open.end(), next->after.begin(), next->after.end());
    }
    return false;
}

// Every stream that joined must have been joined to the origin again.
bool is_joined(const Capture& capture, const std::vector<Node*>& tail) {
    for (const auto& [handle, stream] : process().streams) {
        if (stream->capture.get() != &capture) {
            continue;
        }
        for (const Node* node : stream->capture_tail) {
            if (!comes_before(node, tail)) {
                return false;
            }
        }
    }
    return true;
}

void end(const std::shared_ptr<Capture>& capture) {
    for (const auto& [handle, stream] : process().streams) {
        if (stream->capture == capture) {
            stream->capture.reset();
            stream->capture_tail.clear();
        }
    }
    std::erase(process().captures, capture);
}

}  // namespace

CALL cuStreamBeginCapture_v2(CUstream stream, int mode) {
    return ENTRY(context, {
        Stream& origin = stream_at(stream);
        require(mode >= 0 && mode <= relaxed_mode, CUDA_ERROR_INVALID_VALUE);
        require(&origin != current_context->legacy_stream.get(), CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
        require(origin.capture == nullptr, CUDA_ERROR_ILLEGAL_STATE);
        auto capture = std::make_shared<Capture>();
        capture->graph = std::make_shared<Graph>();
        capture->origin = stream;
        capture->mode = mode;
        capture->thread = std::this_thread::get_id();
        capture->context = current_context;
        origin.capture = capture;
        origin.capture_tail.clear();
        process().captures.push_back(capture);
    });
}

// The first version knew the global mode only.
CALL cuStreamBeginCapture(CUstream stream) {
    return cuStreamBeginCapture_v2(stream, 0);
}

CALL cuStreamEndCapture(CUstream stream, CUgraph* graph) {
    return ENTRY(context, {
        require_given(graph);
        *graph = nullptr;
        Stream& origin = stream_at(stream);
        const std::shared_ptr<Capture> capture = origin.capture;
        require(capture != nullptr, CUDA_ERROR_ILLEGAL_STATE);
        if (capture->origin != stream) {
            capture->invalidated = true;
            refuse(CUDA_ERROR_STREAM_CAPTURE_UNMATCHED);
        }
        if (capture->mode != relaxed_mode && capture->thread != std::this_thread::get_id()) {
            refuse(CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD);
        }
        const bool joined = is_joined(*capture, origin.capture_tail);
        end(capture);
        require(!capture->invalidated, CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
        require(joined, CUDA_ERROR_STREAM_CAPTURE_UNJOINED);
        *graph = process().graphs.add(capture->graph);
    });
}

CALL cuStreamIsCapturing(CUstream stream, int* status) {
    return ENTRY(context, {
        require_given(status);
        const Stream& asked = stream_at(stream);
        *status = asked.capture == nullptr ? 0 : asked.capture->invalidated ? 2 : 1;
    });
}

CALL cuThreadExchangeStreamCaptureMode(int* mode) {
    return ENTRY(initialised, {
        require_given(mode);
        require(*mode >= 0 && *mode <= relaxed_mode, CUDA_ERROR_INVALID_VALUE);
        std::swap(*mode, capture_mode_of_thread);
    });
}
