#include "program.hpp"

#include <algorithm>

namespace elites {

Program::Program(
        Device& device, const Population& population, int64_t workspace_floats, Precision precision, bool host_reward)
    : device_(device),
      population_(population),
      workspace_floats_(workspace_floats),
      precision_(precision),
      host_reward_(host_reward) {}

int64_t Program::scratch_floats() const {
    int64_t most = 0;
    for (const auto& operation : individual_) {
        most = std::max(most, operation->scratch_floats());
    }
    // The workspace follows it, and begins with a cache line.
    constexpr int64_t kLine = kAlignment / sizeof(float);
    return (most + kLine - 1) / kLine * kLine;
}

void Program::prepare(int32_t chunk_rows, int32_t lanes) {
    require_unprepared();
    require(chunk_rows > 0 && chunk_rows % kTile == 0, "The rows of a chunk must be a multiple of the tile.");
    require(
            lanes >= 1 && lanes <= device_.lanes().count(),
            "A program uses at least one lane and at most those of its device.");
    int64_t scratch = scratch_floats();
    std::vector<Floats> workspaces;
    for (int32_t lane = 0; lane < lanes; ++lane) {
        workspaces.push_back(allocate_floats(scratch + workspace_floats_ * chunk_rows));
    }
    workspaces_ = std::move(workspaces);
    scratch_floats_ = scratch;
    chunk_rows_ = chunk_rows;
    lanes_ = lanes;
}

void Program::start(uint64_t seed, uint32_t generation) {
    require(chunk_rows_ > 0, "A program is prepared before it is started.");
    // Before anything changes that a run in progress reads.
    device_.lanes().require_idle();
    started_ = Clock::now();
    control_.run = {seed, generation};
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
    lane.lend(workspaces_[lane.index()].get(), scratch_floats_);
    // Whatever happens, a host that waits for chunks must learn that this lane makes no more.
    struct Leave {
        Program& program;
        Lane& lane;
        ~Leave() {
            lane.lend(nullptr, 0);
            std::lock_guard lock(program.ready_mutex_);
            --program.serving_;
            program.ready_changed_.notify_all();
        }
    } leave{*this, lane};
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
    float* workspace = workspaces_[lane.index()].get() + scratch_floats_;
    Chunk view = {control_, population_, first, rows, chunk_rows_, workspace, precision_, lane};
    for (const auto& operation : individual_) {
        // Asked often: a chunk of many denoising steps takes seconds.
        if (stop_) {
            return;
        }
        operation->run(view);
    }
}

int64_t Program::next_chunk() {
    std::unique_lock lock(ready_mutex_);
    ready_changed_.wait(
            lock, [&] { return !ready_.empty() || (serving_ == 0 && (stop_ || next_.load() >= chunks())); });
    if (ready_.empty() || stop_) {
        return -1;
    }
    int64_t first_row = ready_.front() * chunk_rows_;
    ready_.pop_front();
    return first_row;
}

bool Program::finish(bool abandon) {
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
    individual_nanos_ = std::chrono::duration_cast<std::chrono::nanoseconds>(decoded - started_).count();
    population_nanos_ = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - decoded).count();
    return true;
}

}  // namespace elites
