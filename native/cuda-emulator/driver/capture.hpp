// Recording into a graph what streams would do.
#pragma once

#include "driver/process.hpp"

namespace emulator {

// Throws Refusal, and invalidates the captures, where the calling thread may not do what it is about to do.
void refuse_during_capture();

// As it is for using a stream that is being captured for something else than enqueueing: an unsupported call spoils it.
void refuse_captured(Stream& stream);

// Throws Refusal where the capture is spoilt already.
void require_valid(const Stream& stream);

// Adds a node behind what the stream has captured.
void capture_work(Stream& stream, Work work);

// The legacy stream would wait for captured ones.
void refuse_legacy_during_capture(const Context& context);

// A stream waits for a captured event: it joins the capture.
void join_capture(Stream& stream, const Event& event);

}  // namespace emulator
