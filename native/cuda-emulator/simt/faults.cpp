#include "simt/faults.hpp"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "simt/block.hpp"
#include "simt/sanitizer.hpp"

namespace simt {

namespace {

int watchdog_milliseconds = 20000;
DescribeAddress describe_address = nullptr;

// The thread that runs a kernel now; none is 0.
std::atomic<pid_t> supervised{0};
volatile bool interruptible = true;


#if !defined(SIMT_ADDRESS) && !defined(SIMT_THREAD)

bool runs_a_kernel() {
    return supervised.load(std::memory_order_relaxed) == gettid() && inside_block;
}

constexpr size_t signal_stack_bytes = 64 * 1024;
constexpr int watchdog_again_milliseconds = 50;
struct sigaction previous_segv;
struct sigaction previous_bus;

// The host that waits for the block goes on in the place of the kernel's instruction.
void return_to_host(ucontext_t& context) {
    inside_block = false;
    context.uc_mcontext.gregs[REG_RSP] = reinterpret_cast<greg_t>(the_block.host_stack_pointer());
    context.uc_mcontext.gregs[REG_RIP] = reinterpret_cast<greg_t>(&simt_continue);
}

std::string text_of_fault(const siginfo_t& info, const ucontext_t& context) {
    const bool is_write = (context.uc_mcontext.gregs[REG_ERR] & 2) != 0;
    char address[24];
    std::snprintf(address, sizeof address, "%p", info.si_addr);
    std::string text = std::string(is_write ? ": a write to " : ": a read from ") + address;
    const std::string whose = describe_address != nullptr ? describe_address(info.si_addr) : std::string();
    return text + (whose.empty() ? ", which is no allocation's" : ", " + whose) + ".";
}

std::string who() {
    return current != nullptr ? text_of(the_block.thread()) : std::string("Host code that stands for a kernel");
}

Failure failure_of(const siginfo_t& info, const ucontext_t& context) {
    if (the_block.stacks().is_guard(info.si_addr)) {
        return {launch_failed, who() + ": its stack is full; kernels have 64 KiB a thread."};
    }
    // The processor names no address where an operand of a vector instruction is misaligned.
    if (info.si_code == SI_KERNEL) {
        return {misaligned_address, who() + ": a vector access is not aligned to its size, or an address is none."};
    }
    return {illegal_address, who() + text_of_fault(info, context)};
}

void pass_on(int signal, siginfo_t* info, void* context) {
    const struct sigaction& previous = signal == SIGSEGV ? previous_segv : previous_bus;
    if ((previous.sa_flags & SA_SIGINFO) != 0) {
        previous.sa_sigaction(signal, info, context);
    } else if (previous.sa_handler == SIG_DFL || previous.sa_handler == SIG_IGN) {
        // The instruction faults again, and then ends the process as it would have without us.
        sigaction(signal, &previous, nullptr);
    } else {
        previous.sa_handler(signal);
    }
}

void on_fault(int signal, siginfo_t* info, void* raw) {
    if (!runs_a_kernel()) {
        pass_on(signal, info, raw);
        return;
    }
    auto& context = *static_cast<ucontext_t*>(raw);
    the_block.record(failure_of(*info, context));
    return_to_host(context);
}

void on_time(int, siginfo_t*, void* raw) {
    if (supervised.load(std::memory_order_relaxed) != gettid()) {
        return;
    }
    time_is_up = true;
    if (runs_a_kernel() && interruptible) {
        the_block.record({launch_timeout, who() + ": the kernel ran longer than the watchdog's "
                + std::to_string(watchdog_milliseconds) + " ms."});
        return_to_host(*static_cast<ucontext_t*>(raw));
    }
}

int watchdog_signal() {
    return SIGRTMIN + 7;
}

void install_handlers() {
    static bool installed = false;
    if (installed) {
        return;
    }
    installed = true;
    for (const int signal : {SIGSEGV, SIGBUS}) {
        struct sigaction& previous = signal == SIGSEGV ? previous_segv : previous_bus;
        sigaction(signal, nullptr, &previous);
        struct sigaction action = previous;
        action.sa_sigaction = on_fault;
        // A handler before us may count on its own flags and mask.
        action.sa_flags |= SA_SIGINFO | SA_ONSTACK;
        sigaction(signal, &action, nullptr);
    }
    struct sigaction action{};
    action.sa_sigaction = on_time;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
    sigaction(watchdog_signal(), &action, nullptr);
}

// Of each thread that runs kernels: a stack for signals (a thread's own may be full) and a timer.
struct Supervisor {
    timer_t timer;

    Supervisor() {
        stack_t stack{};
        stack.ss_sp = mmap(nullptr, signal_stack_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        stack.ss_size = signal_stack_bytes;
        sigaltstack(&stack, nullptr);
        sigset_t signals;
        sigemptyset(&signals);
        for (const int signal : {SIGSEGV, SIGBUS, watchdog_signal()}) {
            sigaddset(&signals, signal);
        }
        pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
        sigevent event{};
        event.sigev_notify = SIGEV_THREAD_ID;
        event.sigev_signo = watchdog_signal();
        event._sigev_un._tid = gettid();
        timer_create(CLOCK_MONOTONIC, &event, &timer);
    }

    void set(int milliseconds) {
        itimerspec time{};
        time.it_value = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
        time.it_interval = {0, watchdog_again_milliseconds * 1000000L};
        timer_settime(timer, 0, &time, nullptr);
    }
};

Supervisor& supervisor() {
    static thread_local Supervisor& own = *new Supervisor;
    return own;
}

#endif

}  // namespace

Supervision::Supervision() {
    time_is_up = false;
#if !defined(SIMT_ADDRESS) && !defined(SIMT_THREAD)
    install_handlers();
    Supervisor& own = supervisor();
    supervised = gettid();
    own.set(watchdog_milliseconds);
#endif
}

Supervision::~Supervision() {
#if !defined(SIMT_ADDRESS) && !defined(SIMT_THREAD)
    supervised = 0;
    supervisor().set(0);
#endif
}

Uninterrupted::Uninterrupted() {
    interruptible = false;
}

Uninterrupted::~Uninterrupted() {
    interruptible = true;
}

void set_watchdog(int milliseconds) {
    watchdog_milliseconds = milliseconds > 0 ? milliseconds : 1;
}

void set_address_description(DescribeAddress describe) {
    describe_address = describe;
}

}  // namespace simt
