// Operations recorded once and run each generation.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <vector>

#include "device.hpp"
#include "operation.hpp"

namespace elites {

class Program {
public:
    Program(
            Device& device, const Population& population, int32_t chunk_rows, int32_t lanes, int64_t workspace_floats,
            Precision precision, bool host_reward);

    void add(std::unique_ptr<IndividualOperation> operation) { individual_.push_back(std::move(operation)); }
    void add(std::unique_ptr<PopulationOperation> operation) { population_wide_.push_back(std::move(operation)); }

    void start(uint64_t seed, uint32_t generation);
    // The next chunk that waits for its rewards; count 0 when none is left.
    void next_chunk(int64_t& first_row, int32_t& count);
    // Returns false if the run was cancelled or is to be abandoned.
    bool finish(bool abandon, int64_t& individual_nanos, int64_t& population_nanos);
    void cancel() { stop_ = true; }

private:
    using Clock = std::chrono::steady_clock;

    // Whether there is anything to do for each chunk; a host reward alone wants to be handed them, too.
    bool has_chunks() const { return host_reward_ || !individual_.empty(); }
    int64_t chunks() const { return (population_.rows() + chunk_rows_ - 1) / chunk_rows_; }
    void serve(Lane& lane);
    void work_off(Lane& lane);
    void run_chunk(int64_t chunk, Lane& lane) const;

    Device& device_;
    Population population_;
    int32_t chunk_rows_, lanes_;
    Precision precision_;
    bool host_reward_;
    std::vector<Floats> workspaces_;
    std::vector<std::unique_ptr<IndividualOperation>> individual_;
    std::vector<std::unique_ptr<PopulationOperation>> population_wide_;
    Control control_;
    std::atomic<bool> stop_{false};
    std::atomic<int64_t> next_{0};
    Clock::time_point started_;
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
