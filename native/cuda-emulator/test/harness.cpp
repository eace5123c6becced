// harness [check...]: runs these, or all. Its exit status is 0 where all pass, 1 where one fails, 2 for a bad name.
#include "harness.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>
#include <vector>

namespace harness {

namespace {

struct Entry {
    const char* name;
    void (*run)();
};

struct Failed {
    std::string text;
};

std::vector<Entry>& entries() {
    static std::vector<Entry> all;
    return all;
}

struct NamedSchedule {
    const char* name;
    simt::Schedule schedule;
};

constexpr NamedSchedule schedules[] = {
        {"forward", {simt::Order::forward, 1}},
        {"reverse", {simt::Order::reverse, 1}},
        {"random, seed 1", {simt::Order::random, 1}},
        {"random, seed 2", {simt::Order::random, 2}},
};

bool passes(const Entry& entry) {
    for (const NamedSchedule& named : schedules) {
        simt::set_schedule(named.schedule);
        try {
            entry.run();
        } catch (const Failed& failed) {
            std::printf("FAILED %s, schedule %s: %s\n", entry.name, named.name, failed.text.c_str());
            return false;
        }
    }
    std::printf("passed %s\n", entry.name);
    return true;
}

constexpr size_t page = 4096;

#if !defined(SIMT_ADDRESS) && !defined(SIMT_THREAD)
size_t rounded(size_t bytes, size_t unit) {
    return (bytes + unit - 1) / unit * unit;
}
#endif

}  // namespace

Check::Check(const char* name, void (*run)()) {
    entries().push_back({name, run});
}

void fail(const std::string& text) {
    throw Failed{text};
}

#if defined(SIMT_ADDRESS) || defined(SIMT_THREAD)
void* allocate(size_t bytes) {
    void* begin = std::malloc(bytes);
    std::memset(begin, 0xff, bytes);
    return begin;
}

void release(void* begin, size_t) {
    std::free(begin);
}
#else
void* allocate(size_t bytes) {
    const size_t pages = rounded(bytes, page);
    char* begin = static_cast<char*>(
            mmap(nullptr, pages + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    std::memset(begin, 0xff, pages);
    mprotect(begin + pages, page, PROT_NONE);
    return begin + pages - rounded(bytes, 16);
}

void release(void* begin, size_t bytes) {
    munmap(static_cast<char*>(begin) + rounded(bytes, 16) - rounded(bytes, page), rounded(bytes, page) + page);
}
#endif

void launch_bytes(const char* kernel, const simt::Shape& shape, const void* arguments, size_t bytes) {
    const simt::KernelEntry* found = simt::find_kernel(kernel);
    expect(found != nullptr, std::string("there is no kernel ") + kernel);
    expect(found->argument_bytes == bytes, std::string("the arguments of ") + kernel + " have another size");
    const std::string refusal = simt::refusal(*found, shape);
    expect(refusal.empty(), refusal);
    const auto failure = simt::run(*found, shape, arguments);
    if (failure) {
        fail(std::to_string(failure->error) + ", " + failure->text);
    }
}

}  // namespace harness

int main(int count, char** names) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    simt::set_watchdog(5000);
    bool all_pass = true;
    int run = 0;
    for (const harness::Entry& entry : harness::entries()) {
        bool named = count == 1;
        for (int index = 1; index < count; ++index) {
            named |= std::strcmp(names[index], entry.name) == 0;
        }
        if (named) {
            ++run;
            all_pass &= harness::passes(entry);
        }
    }
    if (run == 0 || (count > 1 && run != count - 1)) {
        std::printf("There is no check of one of these names.\n");
        return 2;
    }
    return all_pass ? 0 : 1;
}
