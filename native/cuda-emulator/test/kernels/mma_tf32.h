#pragma once

// One product of 16 x 8 and 8 x 8, by a warp: as TF32, and as float32 in two parts each.
struct MmaTf32 {
    const float* a;  // 16 x 8
    const float* b;  // 8 x 8
    float* c;        // 16 x 8, to which the product is added
    float* split;    // likewise
};
