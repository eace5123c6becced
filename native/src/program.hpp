// Operations recorded once and run each generation.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "device.hpp"
#include "error.hpp"
#include "memory.hpp"
#include "operation.hpp"

namespace elites {

class Program {
public:
    Program(
            Device& device, const Population& population, int64_t workspace_floats, Precision precision,
            bool host_reward);

    void add(std::unique_ptr<IndividualOperation> operation) {
        require_unprepared();
        individual_.push_back(std::move(operation));
    }
    void add(std::unique_ptr<PopulationOperation> operation) {
        require_unprepared();
        population_wide_.push_back(std::move(operation));
    }

    // Lets each search keep its own time, which every run reads.
    void set_clocks(const SearchClocks& clocks) {
        require_unprepared();
        control_.clocks = clocks;
        control_.searches = population_.searches;
    }

    // What a lane needs beside its workspace for the operations that there are.
    int64_t scratch_floats() const;
    // Makes the workspaces, after the last operation was added.
    void prepare(int32_t chunk_rows, int32_t lanes);

    void start(uint64_t seed, uint32_t generation);
    // The first row of the next chunk that waits for its rewards; -1 when none is left.
    int64_t next_chunk();
    // Returns false if the run was cancelled or is to be abandoned.
    bool finish(bool abandon);
    void cancel() { stop_ = true; }
    int64_t individual_nanos() const { return individual_nanos_; }
    int64_t population_nanos() const { return population_nanos_; }

private:
    using Clock = std::chrono::steady_clock;

    void require_unprepared() const {
        require(chunk_rows_ == 0, "A program is prepared once, after its last operation was added.");
    }
    // Whether there is anything to do for each chunk; a host reward alone wants to be handed them, too.
    bool has_chunks() const { return host_reward_ || !individual_.empty(); }
    int64_t chunks() const { return (population_.rows() + chunk_rows_ - 1) / chunk_rows_; }
    void serve(Lane& lane);
    void work_off(Lane& lane);
    void run_chunk(int64_t chunk, Lane& lane) const;

    Device& device_;
    Population population_;
    int64_t workspace_floats_;
    int32_t chunk_rows_ = 0, lanes_ = 0;  // 0 until it is prepared
    Precision precision_;
    bool host_reward_;
    std::vector<Floats> workspaces_;  // and scratch memory, for each lane
    int64_t scratch_floats_ = 0;
    std::vector<std::unique_ptr<IndividualOperation>> individual_;
    std::vector<std::unique_ptr<PopulationOperation>> population_wide_;
    Control control_;
    std::atomic<bool> stop_{false};
    std::atomic<int64_t> next_{0};
    Clock::time_point started_;
    int64_t individual_nanos_ = 0, population_nanos_ = 0;
    // Chunks whose samples are ready for the host, and how many lanes are at work on more.
    std::mutex ready_mutex_;
    std::condition_variable ready_changed_;
    std::deque<int64_t> ready_;
    int serving_ = 0;
};

}  // namespace elites

struct elites_program {
    elites::Program program;
};
