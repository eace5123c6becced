#include <algorithm>
#include <chrono>

#include "run.hpp"

namespace {

struct Stamp {
    test::Control* control;
    uint64_t* time;
};

uint64_t now() {
    const auto since_start = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(since_start).count());
}

// Times are different each time, so that geometries cannot be compared by bits.
void check(const char* kernel, uint32_t cancelled, uint32_t stopped, uint32_t wanted) {
    for (const harness::Geometry& geometry : harness::any_threads) {
        harness::Buffer<test::Control> control(1, test::Control{1, 2, cancelled, stopped});
        harness::Buffer<uint64_t> time(1);
        const uint64_t before = now();
        harness::launch(
                kernel, geometry.blocks, std::min(geometry.across, 32u), 0, Stamp{control.data(), time.data()});
        harness::expect(before <= time[0] && time[0] <= now(), std::string("the time of ") + kernel + " is wrong");
        test::expect_equal("whether the run stops, cancelled", cancelled, control[0].stopped, wanted);
        test::expect_equal("whether the run is cancelled", 0, control[0].cancelled, cancelled);
    }
}

}  // namespace

KERNEL_CHECK(stamp) {
    check("stamp", 1, 0, 0);
    check("stamp_and_decide", 0, 1, 0);
    check("stamp_and_decide", 1, 0, 1);
}
