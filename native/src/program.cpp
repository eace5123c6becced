#include "program.hpp"

namespace elites {

Program::Program(
        Device& device, const Population& population, int32_t chunk_rows, int32_t lanes, int64_t workspace_floats,
        Precision precision, bool host_reward)
    : device_(device),
      population_(population),
      chunk_rows_(chunk_rows),
      lanes_(lanes),
      precision_(precision),
      host_reward_(host_reward) {
    for (int32_t lane = 0; lane < lanes; ++lane) {
        workspaces_.push_back(allocate_floats(workspace_floats * chunk_rows));
    }
}

void Program::start(uint64_t seed, uint32_t generation) {
    started_ = Clock::now();
    control_ = {seed, generation};
    next_ = 0;
    {
        std::lock_guard lock(ready_mutex_);
        ready_.clear();
        serving_ = 0;
    }
    if (has_chunks()) {
        device_.lanes().start(lanes_, [this](Lane& lane) { serve(lane); });
    }
}

void Program::serve(Lane& lane) {
    {
        std::lock_guard lock(ready_mutex_);
        ++serving_;
    }
    // Whatever happens, a host that waits for chunks must learn that this lane makes no more.
    struct Leave {
        Program& program;
        ~Leave() {
            std::lock_guard lock(program.ready_mutex_);
            --program.serving_;
            program.ready_changed_.notify_all();
        }
    } leave{*this};
    try {
        work_off(lane);
    } catch (...) {
        // The run has failed: no lane needs to go on, and the host need not wait for what this one took.
        stop_ = true;
        throw;
    }
}

void Program::work_off(Lane& lane) {
    while (!stop_) {
        int64_t chunk = next_.fetch_add(1);
        if (chunk >= chunks()) {
            return;
        }
        run_chunk(chunk, lane);
        if (host_reward_) {
            std::lock_guard lock(ready_mutex_);
            ready_.push_back(chunk);
            ready_changed_.notify_all();
        }
    }
}

void Program::run_chunk(int64_t chunk, Lane& lane) const {
    int64_t first = chunk * chunk_rows_;
    int32_t rows = static_cast<int32_t>(std::min<int64_t>(chunk_rows_, population_.rows() - first));
    Chunk view = {
            control_, population_, first, rows, chunk_rows_, workspaces_[lane.index()].get(), precision_, lane};
    for (const auto& operation : individual_) {
        // Asked often: a chunk of many denoising steps takes seconds.
        if (stop_) {
            return;
        }
        operation->run(view);
    }
}

void Program::next_chunk(int64_t& first_row, int32_t& count) {
    std::unique_lock lock(ready_mutex_);
    ready_changed_.wait(
            lock, [&] { return !ready_.empty() || (serving_ == 0 && (stop_ || next_.load() >= chunks())); });
    if (ready_.empty() || stop_) {
        count = 0;
        return;
    }
    first_row = ready_.front() * chunk_rows_;
    ready_.pop_front();
    count = static_cast<int32_t>(std::min<int64_t>(chunk_rows_, population_.rows() - first_row));
}

bool Program::finish(bool abandon, int64_t& individual_nanos, int64_t& population_nanos) {
    if (abandon) {
        stop_ = true;
    }
    try {
        if (has_chunks()) {
            device_.lanes().wait();
        }
    } catch (...) {
        stop_ = false;
        throw;
    }
    // A stop belongs to one run: the one that it ends.
    if (stop_.exchange(false)) {
        return false;
    }
    Clock::time_point decoded = Clock::now();
    for (const auto& operation : population_wide_) {
        operation->run(control_, population_, device_.lanes());
    }
    individual_nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(decoded - started_).count();
    population_nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - decoded).count();
    return true;
}

}  // namespace elites
