// What source text that the twin of NVRTC compiles sees first: the language of kernels, and the machine of the driver
// behind it.
#pragma once

#define SIMT_IMAGE
#define SIMT_UNIT image

#include "elites/cuda/kernel.h"
#include "simt/image.hpp"

#pragma GCC visibility push(hidden)
namespace simt {

Position*& current = *emulator_machine()->current;
Geometry& geometry = *emulator_machine()->geometry;

namespace {
const KernelEntry* first_of_image = nullptr;
}

KernelEntry::KernelEntry(const char* kernel_name, size_t bytes, size_t alignment, unsigned threads, Run body,
                         unsigned char* shared_from, unsigned char* shared_to)
        : name(kernel_name), argument_bytes(bytes), argument_alignment(alignment), most_threads(threads), run(body),
          shared_begin(shared_from), shared_end(shared_to), next(first_of_image) {
    first_of_image = this;
}

int barrier(Vote vote, bool predicate, Place place) {
    return emulator_machine()->barrier(vote, predicate, place);
}

uint64_t exchange(Exchange what, uint32_t mask, uint64_t value, unsigned source, Place place) {
    return emulator_machine()->exchange(what, mask, value, source, place);
}

void may_yield() {
    emulator_machine()->may_yield();
}

void fence() {
    emulator_machine()->fence();
}

void fail(int error, const char* text, Place place) {
    emulator_machine()->fail(error, text, place);
    __builtin_unreachable();
}

}  // namespace simt
#pragma GCC visibility pop

const void* emulator_kernels_of_image() {
    return simt::first_of_image;
}
