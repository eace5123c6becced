// Faults and time: what a kernel does to addresses that are not its own ends the kernel and not the process, and a
// kernel that does not end is ended. Sanitized builds leave faults to their sanitizer.
#pragma once

namespace simt {

// Around a kernel, on the thread that runs it.
class Supervision {
public:
    Supervision();
    ~Supervision();
    Supervision(const Supervision&) = delete;
    Supervision& operator=(const Supervision&) = delete;
};

// While it is alive, the watchdog does not take the thread away: it may hold the allocator's lock.
class Uninterrupted {
public:
    Uninterrupted();
    ~Uninterrupted();
    Uninterrupted(const Uninterrupted&) = delete;
    Uninterrupted& operator=(const Uninterrupted&) = delete;
};

}  // namespace simt
