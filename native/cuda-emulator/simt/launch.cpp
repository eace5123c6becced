#include "simt/launch.hpp"

#include <cstdint>

#include "simt/block.hpp"
#include "simt/faults.hpp"
#include "simt/sanitizer.hpp"
#include "simt/shared.hpp"

namespace simt {

namespace {

Schedule chosen_schedule;

uint3 block_index(dim3 grid, uint64_t number) {
    const uint64_t rows = number / grid.x;
    return {static_cast<unsigned>(number % grid.x), static_cast<unsigned>(rows % grid.y),
            static_cast<unsigned>(rows / grid.y)};
}

// Here, and nowhere below, an execution that a signal took away from its kernel goes on.
void run_blocks(const KernelEntry& kernel, const Shape& shape, const void* arguments) {
    const uint64_t blocks = static_cast<uint64_t>(shape.grid.x) * shape.grid.y * shape.grid.z;
    const BlockOrder order(chosen_schedule, blocks, schedule_random);
    the_block.begin_launch(kernel, shape, arguments, chosen_schedule.order, schedule_random);
    for (uint64_t step = 0; step < blocks && !the_block.failure(); ++step) {
        prepare_shared(kernel, shape.shared_bytes);
        the_block.run(block_index(shape.grid, order.at(step)), schedule_random);
        if (!sanitized && !the_block.failure() && !shared_is_intact(shape.shared_bytes)) {
            the_block.record({illegal_address, std::string("kernel ") + kernel.name + ", block ("
                    + std::to_string(geometry.block_index.x) + "," + std::to_string(geometry.block_index.y) + ","
                    + std::to_string(geometry.block_index.z) + "): it wrote beyond the launch's "
                    + std::to_string(shape.shared_bytes) + " bytes of dynamic shared memory."});
        }
    }
    the_block.end_launch();
}

}  // namespace

std::string refusal(const KernelEntry& kernel, const Shape& shape) {
    const std::string who = std::string("Kernel ") + kernel.name + " was not launched: ";
    const uint64_t threads = static_cast<uint64_t>(shape.block.x) * shape.block.y * shape.block.z;
    if (threads == 0 || shape.block.x > 1024 || shape.block.y > 1024 || shape.block.z > 64
            || threads > most_threads_per_block) {
        return who + "no block has " + std::to_string(shape.block.x) + " x " + std::to_string(shape.block.y) + " x "
                + std::to_string(shape.block.z) + " threads.";
    }
    if (threads > kernel.most_threads) {
        return who + "a block of " + std::to_string(threads) + " threads exceeds its bound of "
                + std::to_string(kernel.most_threads) + ".";
    }
    if (shape.grid.x == 0 || shape.grid.y == 0 || shape.grid.z == 0 || shape.grid.x > 0x7fffffffu
            || shape.grid.y > 65535 || shape.grid.z > 65535) {
        return who + "no grid has " + std::to_string(shape.grid.x) + " x " + std::to_string(shape.grid.y) + " x "
                + std::to_string(shape.grid.z) + " blocks.";
    }
    if (shape.shared_bytes > most_shared_bytes) {
        return who + std::to_string(shape.shared_bytes) + " bytes of dynamic shared memory exceed "
                + std::to_string(most_shared_bytes) + ".";
    }
    return "";
}

std::optional<Failure> run(const KernelEntry& kernel, const Shape& shape, const void* arguments) {
    ++counted.kernels;
    geometry = {shape.grid, shape.block, {0, 0, 0}};
    const Supervision supervision;
    run_blocks(kernel, shape, arguments);
    return the_block.failure();
}

void set_schedule(Schedule schedule) {
    chosen_schedule = schedule;
    schedule_random = Random(schedule.seed);
}

Schedule schedule() {
    return chosen_schedule;
}

const Statistics& statistics() {
    return counted;
}

}  // namespace simt
