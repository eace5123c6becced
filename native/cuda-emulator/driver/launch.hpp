// From a launch's arguments to work.
#pragma once

#include "driver/process.hpp"

namespace emulator {

// Checks the launch as a device would and copies the kernel's one argument. Throws Refusal.
KernelWork kernel_work(Handle function, const simt::Shape& shape, void** parameters, void** extra);

}  // namespace emulator
