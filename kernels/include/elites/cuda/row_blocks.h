// Rows whose terms are summed one after the other before blocks of them are joined.
#pragma once

#include "elites/cuda/reduce.h"
#include "elites/cuda/threads.h"

namespace elites {

constexpr int32_t kRowsOfBlock = 1024;

}  // namespace elites
