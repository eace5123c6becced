// What messages say: which thread of which block, where it is, what it waits for.
#include "simt/block.hpp"
#include "simt/faults.hpp"

namespace simt {

std::string text_of(const Place& place) {
    return std::string(place.file_name()) + ":" + std::to_string(place.line());
}

namespace {

std::string text_of(uint3 index) {
    return "(" + std::to_string(index.x) + "," + std::to_string(index.y) + "," + std::to_string(index.z) + ")";
}

}  // namespace

std::string text_of(const Thread& thread) {
    std::string text = std::string("kernel ") + the_block.kernel_name() + ", block " + text_of(geometry.block_index)
            + ", thread " + text_of(thread.index) + " (warp " + std::to_string(thread.warp) + ", lane "
            + std::to_string(thread.lane) + ")";
    if (thread.doing != nullptr) {
        text += std::string(" ") + thread.doing;
        if (thread.place.line() != 0) {
            text += " at " + text_of(thread.place);
        }
    }
    return text;
}

void Block::fail_at(const Thread& thread, const std::string& text) {
    const Uninterrupted text_is_written;
    abandon({launch_failed, text_of(thread) + ": " + text + "."});
}

// Nobody can go on: the first waiting thread, and the first that waits for something else.
std::string Block::deadlock() const {
    const Thread* first = nullptr;
    for (unsigned number = 0; number < count_; ++number) {
        const Thread& thread = threads_[number];
        if (!started_.has(thread.turn) || (warps_[thread.warp].exited >> thread.lane & 1) != 0) {
            continue;
        }
        if (first == nullptr) {
            first = &thread;
        } else if (!same_place(first->place, thread.place)) {
            return "no thread of the block can go on: " + text_of(*first) + ", but " + text_of(thread);
        }
    }
    return "no thread of the block can go on: " + (first != nullptr ? text_of(*first) : std::string("all ended"));
}

void Block::fail_waiting(const Thread& thread) {
    if (time_is_up) {
        const Uninterrupted text_is_written;
        abandon({launch_timeout, text_of(thread) + ": the kernel ran longer than the watchdog allows."});
    }
    fail_at(thread, deadlock());
}

void Block::fail_at_barrier(const Thread& thread) {
    if (running_ != count_) {
        fail_at(thread, std::to_string(count_ - running_)
                + " threads of the block have ended and will never reach it");
    }
    fail_at(thread, "other threads of the block wait in another __syncthreads, at " + text_of(barrier_place_));
}

void fail(int error, const char* text, Place place) {
    const Uninterrupted text_is_written;
    Thread& thread = the_block.thread();
    thread.doing = "";
    thread.place = place;
    the_block.abandon({error, text_of(thread) + ": " + text + "."});
}

}  // namespace simt
