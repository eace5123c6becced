#include "lanes.hpp"

#include <omp.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "error.hpp"

namespace elites {

namespace {

// The population-wide part is many short rounds: sleeping between two of them would take longer than they do.
template <typename Condition>
void spin_while(Condition&& condition) {
    auto end = std::chrono::steady_clock::now() + std::chrono::microseconds(100);
    while (condition() && std::chrono::steady_clock::now() < end) {
        __builtin_ia32_pause();
    }
}

}  // namespace

Lanes::Lanes(int count, dnnl_engine_t engine) {
    for (int i = 0; i < count; ++i) {
        lanes_.push_back(std::make_unique<Lane>(i, engine));
    }
    try {
        for (int i = 0; i < count; ++i) {
            threads_.emplace_back([this, i] { serve(i); });
        }
    } catch (const std::exception&) {
        // Threads that nobody joins would end the process.
        size_t begun = threads_.size();
        end_threads();
        throw Error(ELITES_INTERNAL, "The system gave " + std::to_string(begun) + " of " + std::to_string(count)
                + " threads for lanes; ask for fewer lanes.");
    }
}

Lanes::~Lanes() {
    end_threads();
}

void Lanes::end_threads() {
    {
        std::lock_guard lock(mutex_);
        closing_ = true;
    }
    begin_.notify_all();
    for (std::thread& thread : threads_) {
        thread.join();
    }
}

void Lanes::serve(int index) {
    // The number of OpenMP threads is a property of the calling thread; oneDNN asks for it when it makes and when it
    // runs a primitive.
    omp_set_num_threads(1);
    uint64_t served = 0;
    // A lane that the last round did without, as the first one whose place the calling thread took, takes no core.
    bool wanted = true;
    for (;;) {
        if (wanted) {
            spin_while([&] { return announced_.load(std::memory_order_relaxed) == served; });
        }
        std::unique_lock lock(mutex_);
        begin_.wait(lock, [&] { return closing_ || round_ != served; });
        if (closing_) {
            return;
        }
        served = round_;
        wanted = index >= first_ && index < end_lane_;
        if (!wanted || ended_) {
            continue;
        }
        ++started_;
        ++busy_;
        lock.unlock();
        std::exception_ptr failure;
        try {
            work_(*lanes_[index]);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        if (failure) {
            failure_ = failure_ ? failure_ : failure;
        } else {
            ended_ = true;
        }
        if (--busy_ == 0) {
            idle_.store(true, std::memory_order_relaxed);
            end_.notify_all();
        }
    }
}

void Lanes::require_idle() {
    std::lock_guard lock(mutex_);
    require_waited();
}

void Lanes::require_waited() const {
    require(waited_, "The lanes of the device are at work; a device does one thing at a time.");
}

void Lanes::start(int count, std::function<void(Lane&)> work) {
    start(0, count, std::move(work));
}

void Lanes::start(int first, int end, std::function<void(Lane&)> work) {
    {
        std::lock_guard lock(mutex_);
        require_waited();
        waited_ = false;
        work_ = std::move(work);
        first_ = first;
        end_lane_ = end;
        started_ = 0;
        busy_ = 0;
        ended_ = false;
        idle_.store(false, std::memory_order_relaxed);
        failure_ = nullptr;
        announced_.store(++round_, std::memory_order_relaxed);
    }
    begin_.notify_all();
}

void Lanes::finish() {
    std::lock_guard lock(mutex_);
    ended_ = true;
    idle_.store(busy_ == 0, std::memory_order_relaxed);
}

void Lanes::wait() {
    spin_while([&] { return !idle_.load(std::memory_order_relaxed); });
    std::unique_lock lock(mutex_);
    end_.wait(lock, [&] { return busy_ == 0 && (ended_ || started_ == end_lane_ - first_); });
    // A lane that wakes up only now finds nothing to do.
    ended_ = true;
    waited_ = true;
    work_ = nullptr;
    if (failure_) {
        std::rethrow_exception(std::exchange(failure_, nullptr));
    }
}

void Lanes::for_each(int64_t items, const std::function<void(int64_t, Lane&)>& work) {
    Lane& own = *lanes_.front();
    if (items == 1 || count() == 1) {
        // Sooner done than a lane is woken.
        for (int64_t i = 0; i < items; ++i) {
            work(i, own);
        }
        return;
    }
    std::atomic<int64_t> next{0};
    auto drain = [&](Lane& lane) {
        for (int64_t i = next.fetch_add(1); i < items; i = next.fetch_add(1)) {
            work(i, lane);
        }
    };
    // The calling thread takes the place of the first lane: it need not be woken.
    start(1, static_cast<int>(std::min<int64_t>(items, count())), drain);
    std::exception_ptr failure;
    try {
        drain(own);
        finish();
    } catch (...) {
        failure = std::current_exception();
    }
    wait();
    if (failure) {
        std::rethrow_exception(failure);
    }
}

}  // namespace elites
