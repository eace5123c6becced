#pragma once

#include <cstdint>

// Products by a warp. Words of A lie by row, those of B by column, eight in each: TF32 or float32, or two bfloat16.
struct Mma {
    const uint32_t* a;  // 16 x 8
    const uint32_t* b;  // 8 x 8
    float* tf32;        // 16 x 8, to which a product is added
    float* split;       // likewise, of float32 that were split in two parts before
    float* f32;         // likewise, of float32
    float* bf16;        // likewise, of bfloat16
};
