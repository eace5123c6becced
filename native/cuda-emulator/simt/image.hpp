// What the machine hands to kernels that were compiled apart from it, as shared objects: they find nothing of it by
// name but one function.
#pragma once

#include "simt/machine.hpp"

namespace simt {

struct Machine {
    Position** current;
    Geometry* geometry;
    int (*barrier)(Vote, bool, Place);
    uint64_t (*exchange)(Exchange, uint32_t, uint64_t, unsigned, Place);
    void (*may_yield)();
    void (*fence)();
    void (*fail)(int, const char*, Place);
};

}  // namespace simt

// Of the driver's library.
extern "C" __attribute__((visibility("default"))) const simt::Machine* emulator_machine();
// Of each image: the first of its kernels.
extern "C" __attribute__((visibility("default"))) const void* emulator_kernels_of_image();
