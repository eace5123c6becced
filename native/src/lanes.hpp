// Worker threads, one a core. Libraries inside a worker use one thread: the worker says so itself.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "memory.hpp"
#include "onednn.hpp"

namespace elites {

// What belongs to one worker.
class Lane {
public:
    Lane(int index, dnnl_engine_t engine) : index_(index), stream_(engine) {}

    int index() const { return index_; }
    dnnl_stream_t stream() const { return stream_.get(); }

    // Scratch memory that lasts until the next call: what was lent, or else the lane's own.
    float* scratch(int64_t floats) {
        if (floats <= lent_floats_) {
            return lent_;
        }
        if (floats > scratch_floats_) {
            scratch_.reset();
            // For the case that there is no memory.
            scratch_floats_ = 0;
            scratch_ = allocate_floats(floats);
            scratch_floats_ = floats;
        }
        return scratch_.get();
    }

    // Lends scratch memory to the lane until other memory, or none, is lent.
    void lend(float* floats, int64_t count) {
        lent_ = floats;
        lent_floats_ = count;
    }

private:
    int index_;
    Stream stream_;
    float* lent_ = nullptr;
    int64_t lent_floats_ = 0;
    Floats scratch_;
    int64_t scratch_floats_ = 0;
};

class Lanes {
public:
    Lanes(int count, dnnl_engine_t engine);
    ~Lanes();
    Lanes(const Lanes&) = delete;
    Lanes& operator=(const Lanes&) = delete;

    int count() const { return static_cast<int>(lanes_.size()); }

    // Throws unless the last start was waited for.
    void require_idle();

    // Runs work on the first `count` lanes and returns at once; it throws unless the last start was waited for. Work
    // returns only when nothing is left for any lane, so a lane that the system has not woken by then is not waited for.
    void start(int count, std::function<void(Lane&)> work);
    // Waits for the work; throws what a lane threw first.
    void wait();

    void run(int count, std::function<void(Lane&)> work) {
        start(count, std::move(work));
        wait();
    }

    // Calls work(i, lane) for each i in [0, items), dealt out one by one; the calling thread is the first lane.
    void for_each(int64_t items, const std::function<void(int64_t, Lane&)>& work);

private:
    void serve(int index);
    void end_threads();
    // As require_idle(), for a thread that has the lock.
    void require_waited() const;
    // As the public one, on lanes first to end - 1.
    void start(int first, int end, std::function<void(Lane&)> work);
    // Says that nothing is left of the work: lanes that have not begun need not.
    void finish();

    std::vector<std::unique_ptr<Lane>> lanes_;
    std::vector<std::thread> threads_;
    std::mutex mutex_;
    std::condition_variable begin_;
    std::condition_variable end_;
    std::function<void(Lane&)> work_;
    uint64_t round_ = 0;
    std::atomic<uint64_t> announced_{0};  // round_, for lanes that look without the lock
    std::atomic<bool> idle_{true};        // whether no lane is at work, for the same reason
    int first_ = 0;  // of the lanes that are wanted, up to end_lane_
    int end_lane_ = 0;
    int started_ = 0;
    int busy_ = 0;
    bool ended_ = true;   // whether a lane found nothing left
    bool waited_ = true;  // whether somebody waited for the last round
    bool closing_ = false;
    std::exception_ptr failure_;
};

}  // namespace elites
