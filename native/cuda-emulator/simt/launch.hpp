// What hosts see of the machine: kernels run to their end, or fail with a CUDA error and a text that says where.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "simt/machine.hpp"
#include "simt/registry.hpp"
#include "simt/schedule.hpp"

#pragma GCC visibility push(hidden)
namespace simt {

struct Failure {
    int error;
    std::string text;
};

constexpr int illegal_address = 700;
constexpr int launch_timeout = 702;
constexpr int misaligned_address = 716;
constexpr int launch_failed = 719;

struct Shape {
    dim3 grid;
    dim3 block;
    unsigned shared_bytes = 0;
};

struct Statistics {
    uint64_t kernels = 0;
    uint64_t blocks = 0;
    uint64_t threads = 0;
    uint64_t switches = 0;
    uint64_t barriers = 0;
    uint64_t exchanges = 0;
};

// Why a device would refuse to launch this; empty where it would not.
std::string refusal(const KernelEntry& kernel, const Shape& shape);

// Runs a kernel that was not refused. One at a time in a process; `arguments` are aligned as the kernel's are.
std::optional<Failure> run(const KernelEntry& kernel, const Shape& shape, const void* arguments);

// Runs host code that stands for a kernel, on this thread, with the same treatment of faults and of time.
std::optional<Failure> run_plain(void (*work)(const void*), const void* arguments);

void set_schedule(Schedule schedule);
Schedule schedule();
// How long a kernel may run. Sanitized builds look only where threads wait.
void set_watchdog(int milliseconds);
const Statistics& statistics();

// What an address belongs to, for messages about faults: null where it is nobody's.
using DescribeAddress = std::string (*)(const void* address);
void set_address_description(DescribeAddress describe);

}  // namespace simt
#pragma GCC visibility pop
