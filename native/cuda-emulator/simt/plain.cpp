// Host code that stands for a kernel: on a stack of the block's, so that it faults and runs out of time as kernels do.
#include "simt/block.hpp"
#include "simt/faults.hpp"

namespace simt {

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

std::optional<Failure> run_plain(void (*work)(const void*), const void* arguments) {
    ++counted.kernels;
    const Supervision supervision;
    the_block.run_plain(work, arguments);
    return the_block.failure();
}

}  // namespace simt
