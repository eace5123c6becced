#include "simt/block.hpp"

#include <cstring>

#include "simt/sanitizer.hpp"

namespace simt {

namespace {

// What one thread leaves on a stack is no race with the next thread's use, but the race detector would think so.
#if defined(SIMT_THREAD)
constexpr bool stacks_are_shared = false;
#else
constexpr bool stacks_are_shared = true;
#endif

}  // namespace

Position* current = nullptr;
Geometry geometry{};
Statistics counted;
Random schedule_random(1);
volatile bool time_is_up = false;
volatile bool inside_block = false;
// Never destroyed: a process may end while a kernel runs.
Block& the_block = *new Block;

void Block::place_threads(dim3 block) {
    if (placed_.x == block.x && placed_.y == block.y && placed_.z == block.z) {
        return;
    }
    placed_ = block;
    for (unsigned number = 0; number < count_; ++number) {
        Thread& thread = threads_[number];
        thread.number = number;
        thread.lane = number % lanes_per_warp;
        thread.warp = number / lanes_per_warp;
        thread.index = {number % block.x, number / block.x % block.y, number / (block.x * block.y)};
    }
}

void Block::begin_launch(
        const KernelEntry& kernel, const Shape& shape, const void* arguments, Order order, Random& random) {
    kernel_ = &kernel;
    arguments_ = arguments;
    order_ = order;
    failure_.reset();
    count_ = shape.block.x * shape.block.y * shape.block.z;
    place_threads(shape.block);
    order_threads(order, count_, random, numbers_.data());
    for (unsigned turn = 0; turn < count_; ++turn) {
        threads_[numbers_[turn]].turn = turn;
    }
    for (unsigned warp = 0; warp * lanes_per_warp < count_; ++warp) {
        const unsigned lanes = std::min(lanes_per_warp, count_ - warp * lanes_per_warp);
        warps_[warp].lanes = lanes == lanes_per_warp ? ~0u : (1u << lanes) - 1;
    }
#if defined(SIMT_THREAD)
    host_fiber_ = __tsan_get_current_fiber();
    while (race_fibers_.size() < 2 * size_t{count_}) {
        race_fibers_.push_back({__tsan_create_fiber(0), stacks_.take()});
    }
#endif
    release(&launch_order_);
}

void Block::end_launch() {
    acquire(&end_order_);
    if (failure_) {
        stacks_.reclaim();
        for (Thread& thread : threads_) {
            thread.copies.clear();
        }
#if defined(SIMT_THREAD)
        for (const RaceFiber& race : race_fibers_) {
            __tsan_destroy_fiber(race.fiber);
        }
        race_fibers_.clear();
#endif
    }
    kernel_ = nullptr;
}

void Block::run(uint3 index, Random& random) {
    geometry.block_index = index;
    if (order_ == Order::random) {
        order_threads(order_, count_, random, numbers_.data());
        for (unsigned turn = 0; turn < count_; ++turn) {
            threads_[numbers_[turn]].turn = turn;
        }
    }
    for (unsigned warp = 0; warp * lanes_per_warp < count_; ++warp) {
        warps_[warp].exited = 0;
        warps_[warp].meeting_count = 0;
    }
    ready_.fill(count_);
    started_.clear();
    at_barrier_.clear();
    running_ = count_;
    arrived_ = 0;
    ++blocks_run_;
    ++counted.blocks;
    counted.threads += count_;

    // Blocks are unordered, so that a race between them shows; but for those that use the same static variables.
    if (kernel_->shared_begin != kernel_->shared_end) {
        acquire(&end_order_);
    }
    release(&launch_order_);
    start(threads_[numbers_[0]]);
    begin_on(thread().context, stack_for(thread()), host_threads);
    switch_context(host_, thread().context, false);
    current = nullptr;
}

void Block::make_current(Thread& thread) {
    current = &thread;
#if defined(SIMT_THREAD)
    __tsan_switch_to_fiber(race_fibers_[thread.race_fiber].fiber, 1);
#endif
}

Stack* Block::stack_for([[maybe_unused]] const Thread& thread) {
#if defined(SIMT_THREAD)
    return race_fibers_[thread.race_fiber].stack;
#else
    return stacks_.take();
#endif
}

void Block::leave_stack(const Thread& ended) {
    if (stacks_are_shared) {
        stacks_.give(ended.context.stack);
    }
}

void Block::start(Thread& thread) {
    started_.add(thread.turn);
    thread.doing = nullptr;
#if defined(SIMT_THREAD)
    // Blocks one after the other share no thread of the race detector's: what one did is not ordered before the next.
    thread.race_fiber = 2 * size_t{thread.number} + (blocks_run_ & 1);
#endif
    make_current(thread);
    acquire(&launch_order_);
}

void Block::host_threads() {
    arrived_on_new_stack();
    inside_block = true;
    the_block.loop();
}

void Block::host_plain() {
    arrived_on_new_stack();
    inside_block = true;
    the_block.plain_work_(the_block.arguments_);
    Context ended = the_block.threads_[0].context;
    the_block.stacks_.give(ended.stack);
    the_block.return_to_host(ended);
}

void Block::run_plain(void (*work)(const void*), const void* arguments) {
    failure_.reset();
    plain_work_ = work;
    arguments_ = arguments;
    current = nullptr;
    Context& context = threads_[0].context;
    begin_on(context, stacks_.take(), host_plain);
    switch_context(host_, context, false);
    if (failure_) {
        stacks_.reclaim();
    }
}

void Block::return_to_host(Context& from) {
    inside_block = false;
#if defined(SIMT_THREAD)
    __tsan_switch_to_fiber(host_fiber_, 1);
#endif
    switch_context(from, host_, true);
    __builtin_unreachable();
}

// Runs threads one after the other on this stack, until one waits on it or another has a stack to go on with.
void Block::loop() {
    for (;;) {
        kernel_->run(arguments_);
        Thread& ended = thread();
        finish(ended);
        const unsigned turn = ready_.after(ended.turn);
        if (turn == Turns::none) {
            if (running_ != 0) {
                fail_at(ended, deadlock());
            }
            leave_stack(ended);
            return_to_host(ended.context);
        }
        Thread& next = threads_[numbers_[turn]];
        if (started_.has(turn) || !stacks_are_shared) {
            leave_stack(ended);
            go_to(ended, next, true);
        }
        next.context.stack = ended.context.stack;
        start(next);
    }
}

void Block::finish(Thread& ended) {
    release(&end_order_);
    ready_.remove(ended.turn);
    --running_;
    Warp& warp = warps_[ended.warp];
    warp.exited |= 1u << ended.lane;
    ended.doing = "at its end";
    if (!ended.copies.empty()) {
        fail_at(ended, "ended with asynchronous copies that it never waited for, begun at "
                + text_of(ended.copies.front().place));
    }
    for (unsigned open = 0; open < warp.meeting_count; ++open) {
        const Meeting& meeting = warp.meetings[open];
        if ((meeting.mask >> ended.lane & 1) != 0) {
            fail_at(ended, std::string("ended while other lanes wait for it in ") + meeting.name + " at "
                    + text_of(meeting.place));
        }
    }
    if (arrived_ != 0) {
        fail_at(ended, "ended while other threads wait for it in __syncthreads at " + text_of(barrier_place_));
    }
}

void Block::go_to(Thread& from, Thread& to, bool ends) {
    ++counted.switches;
    if (started_.has(to.turn)) {
        make_current(to);
    } else {
        start(to);
        begin_on(to.context, stack_for(to), host_threads);
    }
    switch_context(from.context, to.context, ends);
}

// The current thread can go on only when another has done something.
void Block::wait() {
    Thread& waiting = thread();
    ready_.remove(waiting.turn);
    if (time_is_up) {
        abandon({launch_timeout, text_of(waiting) + ": the kernel ran longer than the watchdog allows."});
    }
    const unsigned turn = ready_.after(waiting.turn);
    if (turn == Turns::none) {
        fail_at(waiting, deadlock());
    }
    go_to(waiting, threads_[numbers_[turn]], false);
}

void Block::yield(Random& random) {
    Thread& polite = thread();
    if (order_ != Order::random || random.below(4) != 0) {
        return;
    }
    const unsigned turn = ready_.after(polite.turn);
    if (turn != polite.turn) {
        go_to(polite, threads_[numbers_[turn]], false);
    }
}

void Block::abandon(Failure failure) {
    failure_ = std::move(failure);
    return_to_host(thread().context);
}

}  // namespace simt
