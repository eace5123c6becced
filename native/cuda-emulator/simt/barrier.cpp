#include "simt/block.hpp"

#include "simt/sanitizer.hpp"

namespace simt {

void Block::release_barrier() {
    int verdict = static_cast<int>(votes_);
    if (vote_ == Vote::all) {
        verdict = votes_ == count_;
    } else if (vote_ == Vote::any) {
        verdict = votes_ != 0;
    }
    verdicts_[barriers_passed_ & 1] = verdict;
    ++barriers_passed_;
    ++counted.barriers;
    arrived_ = 0;
    ready_.take_all(at_barrier_);
}

int Block::barrier(Vote vote, bool predicate, Place place) {
    Thread& here = thread();
    here.doing = "in __syncthreads";
    here.place = place;
    if (running_ != count_) {
        fail_at(here, std::to_string(count_ - running_) + " threads of the block have ended and will never reach it");
    }
    if (arrived_ == 0) {
        vote_ = vote;
        votes_ = 0;
        barrier_place_ = place;
    } else if (vote_ != vote || !same_place(barrier_place_, place)) {
        fail_at(here, "other threads of the block wait in another __syncthreads, at " + text_of(barrier_place_));
    }
    const uint64_t number = barriers_passed_;
    void* order = &barrier_order_[blocks_run_ & 1][number & 1];
    release(order);
    votes_ += predicate;
    if (++arrived_ == count_) {
        release_barrier();
    } else {
        at_barrier_.add(here.turn);
        wait();
    }
    acquire(order);
    return verdicts_[number & 1];
}

int barrier(Vote vote, bool predicate, Place place) {
    return the_block.barrier(vote, predicate, place);
}

void may_yield() {
    the_block.yield(schedule_random);
}

void fence() {
    // Threads run one at a time, so memory is in order; the compiler must not move anything, and the race detector
    // must learn of it.
    static char order;
    release(&order);
    acquire(&order);
    asm volatile("" ::: "memory");
    may_yield();
}

}  // namespace simt
