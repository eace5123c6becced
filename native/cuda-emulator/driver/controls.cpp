#include "driver/controls.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "driver/entry.hpp"

using namespace emulator;

namespace {

bool configured = false;

void set_schedule(const std::string& text) {
    const size_t colon = text.find(':');
    const std::string name = text.substr(0, colon);
    const uint64_t seed = colon == std::string::npos ? 1 : std::strtoull(text.c_str() + colon + 1, nullptr, 10);
    const simt::Order order = name == "random" ? simt::Order::random
            : name == "reverse"                ? simt::Order::reverse
                                               : simt::Order::forward;
    simt::set_schedule({order, seed});
}

// call:nth:code,...
void set_faults(const std::string& text) {
    std::istringstream list(text);
    for (std::string fault; std::getline(list, fault, ',');) {
        const size_t first = fault.find(':');
        const size_t second = fault.rfind(':');
        if (first != second) {
            process().faults.push_back({fault.substr(0, first), std::atoi(fault.c_str() + first + 1),
                                        std::atoi(fault.c_str() + second + 1)});
        }
    }
}

template <class Set>
void from_environment(const char* name, Set set) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != 0) {
        set(value);
    }
}

int give_text(const std::string& from, char* text, int bytes) {
    if (text != nullptr && bytes > 0) {
        std::snprintf(text, static_cast<size_t>(bytes), "%s", from.c_str());
    }
    return static_cast<int>(from.size());
}

// The pools of contexts are the contexts' own.
size_t own_pools() {
    size_t count = 0;
    for (const auto& [handle, pool] : process().pools) {
        count += !pool->is_default;
    }
    return count;
}

size_t retained_contexts() {
    size_t count = 0;
    for (const auto& [device, context] : process().contexts) {
        count += static_cast<size_t>(context->retained);
    }
    return count;
}

}  // namespace

namespace emulator {

void configure_from_environment() {
    if (configured) {
        return;
    }
    configured = true;
    simt::set_address_description([](const void* address) { return process().memory.describe(address); });
    from_environment("ELITES_EMULATOR_FAIL", set_faults);
    from_environment("ELITES_EMULATOR_MEMORY", [](const char* bytes) {
        process().memory.set_capacity(std::strtoull(bytes, nullptr, 10));
    });
    from_environment("ELITES_EMULATOR_SCHEDULE", set_schedule);
    from_environment("ELITES_EMULATOR_VERSION", [](const char* version) { process().version = std::atoi(version); });
    from_environment("ELITES_EMULATOR_DEVICES", [](const char* count) { process().devices = std::atoi(count); });
    from_environment("ELITES_EMULATOR_WATCHDOG", [](const char* time) { simt::set_watchdog(std::atoi(time)); });
}

}  // namespace emulator

void emulator_fail(const char* call, int nth, int code) {
    const std::lock_guard lock(process().mutex);
    configure_from_environment();
    if (nth == 0) {
        process().faults.clear();
    } else {
        process().faults.push_back({call, nth, code});
    }
}

void emulator_capacity(uint64_t bytes) {
    const std::lock_guard lock(process().mutex);
    configure_from_environment();
    process().memory.set_capacity(bytes);
}

void emulator_schedule(int order, uint64_t seed) {
    const std::lock_guard lock(process().mutex);
    configure_from_environment();
    simt::set_schedule({static_cast<simt::Order>(order), seed});
}

void emulator_version(int version) {
    const std::lock_guard lock(process().mutex);
    configure_from_environment();
    process().version = version;
}

void emulator_devices(int count) {
    const std::lock_guard lock(process().mutex);
    configure_from_environment();
    process().devices = count;
}

void emulator_watchdog(int milliseconds) {
    const std::lock_guard lock(process().mutex);
    configure_from_environment();
    simt::set_watchdog(milliseconds);
}

int emulator_live(char* text, int bytes) {
    const std::lock_guard lock(process().mutex);
    const Process& all = process();
    const std::pair<const char*, size_t> kinds[] = {
            {"allocations", all.memory.count(Kind::device)},
            {"pinned", all.memory.count(Kind::pinned) + all.memory.registered()},
            {"modules", all.modules.size()},
            {"streams", all.streams.size()},
            {"events", all.events.size()},
            {"graphs", all.graphs.size()},
            {"executables", all.executables.size()},
            {"pools", own_pools()},
            {"contexts", retained_contexts()},
    };
    std::string list;
    size_t sum = 0;
    for (const auto& [kind, count] : kinds) {
        sum += count;
        if (count != 0) {
            list += (list.empty() ? "" : ", ") + std::to_string(count) + " " + kind;
        }
    }
    give_text(list, text, bytes);
    return static_cast<int>(sum);
}

int emulator_kernels(char* text, int bytes) {
    const std::lock_guard lock(process().mutex);
    std::string list;
    int count = 0;
    for (const simt::KernelEntry* kernel = simt::all_kernels(); kernel != nullptr; kernel = kernel->next) {
        list += (list.empty() ? "" : " ") + std::string(kernel->name);
        ++count;
    }
    give_text(list, text, bytes);
    return count;
}

uint64_t emulator_calls(const char* call) {
    const std::lock_guard lock(process().mutex);
    const auto found = process().calls.find(call);
    return found == process().calls.end() ? 0 : found->second;
}

uint64_t emulator_launches() {
    const std::lock_guard lock(process().mutex);
    return process().launches;
}

void emulator_reset_counts() {
    const std::lock_guard lock(process().mutex);
    process().calls.clear();
    process().launches = 0;
}

int emulator_last_error(char* text, int bytes) {
    const std::lock_guard lock(process().mutex);
    return give_text(process().last_error, text, bytes);
}

// Contexts that threads have as current stay where they are, released.
void emulator_reset() {
    const std::lock_guard lock(process().mutex);
    Process& all = process();
    all.queue.abandon();
    all.memory.forget_all();
    all.memory.set_capacity(size_t{1} << 30);
    all.streams = {};
    all.events = {};
    all.modules = {};
    all.functions = {};
    all.pools = {};
    all.graphs = {};
    all.executables = {};
    all.nodes.clear();
    all.captures.clear();
    for (auto& [device, context] : all.contexts) {
        context->retained = 0;
        context->legacy_stream->last.reset();
        context->legacy_stream->awaited.clear();
        auto pool = std::make_shared<Pool>();
        pool->context = context.get();
        pool->is_default = true;
        context->default_pool = context->current_pool = all.pools.add(pool);
    }
    all.faults.clear();
    all.calls.clear();
    all.launches = 0;
    all.sticky = 0;
    all.last_error.clear();
    all.initialised = false;
    all.version = 13000;
    all.devices = 1;
    simt::set_schedule({});
    simt::set_watchdog(20000);
    configured = false;
}
