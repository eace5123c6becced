// The memory behind shared variables.
#pragma once

#include <cstddef>

#include "simt/registry.hpp"

namespace simt {

// Before each block: shared memory has no content that a kernel may rely on, so it is filled with 0xFF (as floating
// point, NaN), and what lies behind the launch's dynamic bytes is marked.
void prepare_shared(const KernelEntry& kernel, size_t dynamic_bytes);

// Whether the block kept within its dynamic bytes.
bool shared_is_intact(size_t dynamic_bytes);

}  // namespace simt
