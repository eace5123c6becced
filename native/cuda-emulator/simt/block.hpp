// One block at a time: its threads, who may run, who waits for what. Threads run until they wait; one that never waits
// costs no switch, because the next one begins on the stack that it leaves.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "simt/fiber.hpp"
#include "simt/launch.hpp"
#include "simt/turns.hpp"

namespace simt {

// A copy that has not landed.
struct Copy {
    void* to;
    const void* from;
    unsigned bytes;
    unsigned valid;
    unsigned group;
    Place place;
};

struct Thread : Position {
    unsigned turn;
    Context context;
    // Where it waits, or waited last.
    const char* doing = nullptr;
    Place place;
    // What a collective gave it.
    uint64_t result;
    std::vector<Copy> copies;
    unsigned copy_group = 0;
    size_t race_fiber = 0;
};

// Lanes that have come to a collective and wait for the others of its mask.
struct Meeting {
    Exchange what;
    const char* name;
    Place place;
    uint32_t mask;
    uint32_t arrived;
    void* order;  // for the race detector
    std::array<uint64_t, lanes_per_warp> values;
    std::array<unsigned, lanes_per_warp> sources;
};

struct Warp {
    uint32_t lanes;   // that exist
    uint32_t exited;
    unsigned meeting_count;
    // A lane waits in one at a time, so there are at most as many as lanes.
    std::array<Meeting, lanes_per_warp> meetings;
    unsigned meetings_held;
    char order[2][2];  // as Block's barrier_order_
};

class Block {
public:
    // Prepares for all blocks of a launch.
    void begin_launch(const KernelEntry& kernel, const Shape& shape, const void* arguments, Order order, Random& random);
    // Runs one block to its end, or until something fails.
    void run(uint3 index, Random& random);
    void end_launch();
    // Runs host code on a stack of the block's.
    void run_plain(void (*work)(const void*), const void* arguments);

    int barrier(Vote vote, bool predicate, Place place);
    uint64_t exchange(Exchange what, const char* name, uint32_t mask, uint64_t value, unsigned source, Place place,
                      void (*work)(void* const*));
    void yield(Random& random);
    // Leaves the block for good; called on a thread's stack.
    [[noreturn]] void abandon(Failure failure);
    // As abandon, where a signal took the block's place: the host goes on at this stack pointer.
    void* host_stack_pointer() const { return host_.pointer; }
    void record(Failure failure) { failure_ = std::move(failure); }

    Thread& thread() { return *static_cast<Thread*>(current); }
    const Stacks& stacks() const { return stacks_; }
    Order order() const { return order_; }
    const std::optional<Failure>& failure() const { return failure_; }
    const char* kernel_name() const { return kernel_ != nullptr ? kernel_->name : ""; }

private:
    static void host_threads();
    static void host_plain();
    [[noreturn]] void return_to_host(Context& from);
    void loop();
    void start(Thread& thread);
    void finish(Thread& thread);
    void wait();
    void go_to(Thread& from, Thread& to, bool ends);
    void make_current(Thread& thread);
    Stack* stack_for(const Thread& thread);
    void leave_stack(const Thread& ended);
    void release_barrier();
    void place_threads(dim3 block);
    Meeting& open_meeting(Warp& warp, Exchange what, const char* name, uint32_t mask, Place place);
    void complete(Warp& warp, unsigned first, const Meeting& meeting);
    std::string deadlock() const;
    [[noreturn]] void fail_at(const Thread& thread, const std::string& text);

    const KernelEntry* kernel_ = nullptr;
    void (*plain_work_)(const void*) = nullptr;
    const void* arguments_ = nullptr;
    Order order_ = Order::forward;
    unsigned count_ = 0;
    unsigned running_ = 0;  // threads that have not ended
    std::array<Thread, most_threads_per_block> threads_;
    std::array<unsigned, most_threads_per_block> numbers_{};  // by turn
    std::array<Warp, most_threads_per_block / lanes_per_warp> warps_;
    Turns ready_;
    Turns started_;
    Turns at_barrier_;
    unsigned arrived_ = 0;
    Vote vote_ = Vote::none;
    Place barrier_place_;
    unsigned votes_ = 0;
    // Two of each, by turns: a thread may reach the next barrier before all have left this one.
    uint64_t barriers_passed_ = 0;
    int verdicts_[2] = {};
    // Of blocks by turns, so that a block's barriers do not order what the block before it did.
    char barrier_order_[2][2] = {};
    Stacks stacks_;
    Context host_;
    std::optional<Failure> failure_;
    uint64_t blocks_run_ = 0;
    // The race detector's threads, each with a stack that is its alone; half of them for every other block.
    struct RaceFiber {
        void* fiber;
        Stack* stack;
    };
    std::vector<RaceFiber> race_fibers_;
    void* host_fiber_ = nullptr;
    char launch_order_ = 0;
    char end_order_ = 0;
    dim3 placed_{0, 0, 0};
};

extern Block& the_block;
extern Random schedule_random;
extern Statistics counted;
// Set by the watchdog's signal.
extern volatile bool time_is_up;
// Whether a stack of the block's is the one that runs.
extern volatile bool inside_block;

bool same_place(const Place& a, const Place& b);
std::string text_of(const Place& place);
std::string text_of(const Thread& thread);

}  // namespace simt
