#include "driver/executor.hpp"

#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

namespace emulator {

namespace {

class Executor {
public:
    Executor() {
        // The thread inherits the mask: signals that are meant for the process go to threads of the process.
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        std::thread([this] { serve(); }).detach();
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }

    void execute(const std::function<void()>& job) {
        std::unique_lock lock(mutex_);
        job_ = &job;
        arrived_.notify_one();
        finished_.wait(lock, [this] { return job_ == nullptr; });
    }

private:
    void serve() {
        std::unique_lock lock(mutex_);
        for (;;) {
            arrived_.wait(lock, [this] { return job_ != nullptr; });
            (*job_)();
            job_ = nullptr;
            finished_.notify_one();
        }
    }

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::condition_variable finished_;
    const std::function<void()>* job_ = nullptr;
};

}  // namespace

void execute(const std::function<void()>& job) {
    // Never destroyed: its thread outlives the process's static objects.
    static Executor& executor = *new Executor;
    executor.execute(job);
}

}  // namespace emulator
