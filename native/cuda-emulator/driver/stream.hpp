// Enqueueing, and waiting for what was enqueued.
#pragma once

#include "driver/process.hpp"

namespace emulator {

// The stream of a handle in the current context: 0 and 1 are the legacy default stream.
Stream& stream_at(Handle handle);

// Enqueues behind what the stream has, or adds to its capture.
void enqueue(Stream& stream, Work work);
// Enqueues an operation that no capture takes.
std::shared_ptr<Operation> enqueue_operation(Stream& stream, Work work);

// Waits for everything that a stream, or the current context, has to do; then looks for damage.
void finish_stream(Stream& stream);
void finish_context();
void finish_operation(const std::shared_ptr<Operation>& operation);
// As if asked whether it is done; throws not ready.
void require_done(const std::shared_ptr<Operation>& operation);

}  // namespace emulator
