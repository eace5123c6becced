// Work that has been enqueued and not been done. Nothing is done before somebody waits for it or asks about it, so a
// host that forgets to synchronise reads what was there before.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "driver/work.hpp"

namespace emulator {

struct Operation {
    Work work;
    std::vector<std::shared_ptr<Operation>> after;
    bool done = false;
    std::chrono::steady_clock::time_point done_at{};
};

using Operations = std::vector<std::shared_ptr<Operation>>;

class Queue {
public:
    std::shared_ptr<Operation> add(Work work, Operations after);

    // Does what these need, and, as the schedule would have it, other work, too. Ends early at a failure.
    std::optional<simt::Failure> finish(const Operations& wanted);
    // Does at most one operation towards it: asking again and again comes to an end.
    std::optional<simt::Failure> advance(const std::shared_ptr<Operation>& wanted);
    std::optional<simt::Failure> finish_all() { return finish(pending_); }

    // Whatever was pending will never be done, and is no longer waited for.
    void abandon();
    bool empty() const { return pending_.empty(); }

private:
    std::optional<simt::Failure> run(const Operations& wanted, size_t most);
    void forget_done();

    Operations pending_;  // oldest first, so after what each needs
};

}  // namespace emulator
