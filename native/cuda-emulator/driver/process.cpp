#include "driver/process.hpp"

#include "driver/entry.hpp"

namespace emulator {

thread_local Context* current_context = nullptr;
thread_local int capture_mode_of_thread = 0;

Process& process() {
    static Process& only = *new Process;
    return only;
}

}  // namespace emulator
