// Images that are shared objects of this machine: what the twin of NVRTC makes.
#pragma once

#include "simt/registry.hpp"

namespace emulator {

bool is_shared_image(const void* image);

// Opens an image for the life of the process and returns the first of its kernels; refuses what cannot be opened.
const simt::KernelEntry* open_shared_image(const void* image);

// Null where there is none of that name.
const simt::KernelEntry* find_kernel_behind(const simt::KernelEntry* first, const char* name);

}  // namespace emulator
