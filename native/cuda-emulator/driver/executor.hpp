// The device's thread. Kernels run there and not on a caller's: a Java thread's stack and signals are the JVM's.
#pragma once

#include <functional>

namespace emulator {

// Runs it on the device's thread and waits. One caller at a time.
void execute(const std::function<void()>& job);

}  // namespace emulator
