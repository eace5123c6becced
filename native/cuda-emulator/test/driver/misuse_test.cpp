#include "driver.hpp"
#include "kernels/misuse.h"

using namespace driver;

namespace {

void expect_found(const char* kernel, unsigned threads, int error, const std::string& message) {
    const Session session;
    const Pointer memory = device_memory(64 * sizeof(float));
    Misuse arguments{reinterpret_cast<float*>(memory)};
    void* parameters[] = {&arguments};
    OK(cuLaunchKernel(function(session, kernel), 1, 1, 1, threads, 1, 1, 2048, nullptr, parameters, nullptr));
    REFUSED(error, cuCtxSynchronize());
    const std::string text = last_error();
    const bool names_all = text.find(std::string("kernel ") + kernel) != std::string::npos
            && text.find("misuse.cu:") != std::string::npos && text.find(message) != std::string::npos;
    harness::expect(names_all, "the message is: " + text);
}

}  // namespace

KERNEL_CHECK(misuse_is_found_and_said) {
    expect_found("two_barriers", 64, 719, "wait in another __syncthreads");
    expect_found("mask_without_caller", 32, 719, "the mask does not name the calling lane");
    expect_found("lanes_that_are_not_there", 40, 719, "which the warp does not have");
    expect_found("lane_outside_the_mask", 32, 719, "it reads lane 20, which the mask does not name");
    expect_found("votes_against_each_other", 32, 719, "which is another collective or another mask");
    expect_found("misaligned_copy", 32, 716, "both addresses of an asynchronous copy");
    // At once is early enough under the other schedules.
    if (simt::schedule().order == simt::Order::forward) {
        expect_found("copy_without_wait", 32, 719, "copies that it never waited for");
    }
}
