// Sharing work out to threads. Kernels give the same bits for every launch geometry, because what a thread does depends
// on the number of its item, never on the thread.
#pragma once

#include "elites/cuda/kernel.h"

namespace elites {

// Calls work(item) for every item in [0, items): threads of the whole grid take turns.
template <typename Work>
__device__ inline void for_items(int64_t items, Work&& work) {
    int64_t threads = static_cast<int64_t>(gridDim.x) * blockDim.x;
    for (int64_t item = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; item < items; item += threads) {
        work(item);
    }
}

// Calls work(row, part) for every row and every part of it: threads of a block side by side share a row, so that the
// division that finds it is done once.
template <typename Work>
__device__ inline void for_row_parts(int32_t rows, int32_t parts, Work&& work) {
    for (int64_t row = static_cast<int64_t>(blockIdx.x) * blockDim.y + threadIdx.y; row < rows;
         row += static_cast<int64_t>(gridDim.x) * blockDim.y) {
        work(static_cast<int32_t>(row), [&](auto&& each) {
            for (int32_t part = threadIdx.x; part < parts; part += blockDim.x) {
                each(part);
            }
        });
    }
}

}  // namespace elites
