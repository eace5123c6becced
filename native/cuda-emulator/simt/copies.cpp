// Asynchronous copies. A device lands them at any time between their beginning and the wait: here the schedule says
// when, forward as late as may be (who reads too early finds 0xFF), reverse at once (who begins too early overwrites).
#include "simt/block.hpp"
#include "simt/faults.hpp"
#include "simt/sanitizer.hpp"

#include <algorithm>
#include <cstring>

namespace simt {

namespace {

void land(const Copy& copy) {
    std::memcpy(copy.to, copy.from, copy.valid);
    std::memset(static_cast<char*>(copy.to) + copy.valid, 0, copy.bytes - copy.valid);
}

bool lands_at_once() {
    const Order order = the_block.order();
    return order == Order::reverse || (order == Order::random && schedule_random.below(2) == 0);
}

}  // namespace

void copy_async(void* shared, const void* global, int bytes, Place place) {
    copy_async(shared, global, bytes, bytes, place);
}

void copy_async(void* shared, const void* global, int bytes, int valid, Place place) {
    if (bytes != 4 && bytes != 8 && bytes != 16) {
        fail(launch_failed, "asynchronous copies are of 4, 8 or 16 bytes", place);
    }
    if (valid < 0 || valid > bytes) {
        fail(launch_failed, "an asynchronous copy reads between 0 bytes and its size", place);
    }
    const auto mask = static_cast<uintptr_t>(bytes) - 1;
    if (((reinterpret_cast<uintptr_t>(shared) | reinterpret_cast<uintptr_t>(global)) & mask) != 0) {
        fail(misaligned_address, "both addresses of an asynchronous copy are multiples of its size", place);
    }
    Thread& thread = the_block.thread();
    const Copy copy{shared, global, static_cast<unsigned>(bytes), static_cast<unsigned>(valid), thread.copy_group,
                    place};
    thread.doing = "beginning an asynchronous copy";
    thread.place = place;
    if (lands_at_once()) {
        land(copy);
        return;
    }
    const Uninterrupted list_grows;
    const Unobserved list;
    thread.copies.push_back(copy);
}

void commit_copies() {
    ++the_block.thread().copy_group;
}

void wait_copies(int pending_groups, Place place) {
    Thread& thread = the_block.thread();
    thread.doing = "landing asynchronous copies";
    thread.place = place;
    // Groups that are committed, but for the last ones; what is in no group yet stays.
    const unsigned left = static_cast<unsigned>(std::max(0, pending_groups));
    const unsigned landed = thread.copy_group > left ? thread.copy_group - left : 0;
    auto copy = thread.copies.begin();
    for (; copy != thread.copies.end() && copy->group < landed; ++copy) {
        land(*copy);
    }
    const Unobserved list;
    thread.copies.erase(thread.copies.begin(), copy);
    if (thread.copies.empty()) {
        thread.copy_group = 0;
    }
}

}  // namespace simt
