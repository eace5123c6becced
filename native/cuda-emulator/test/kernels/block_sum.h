#pragma once

struct BlockSum {
    const float* values;
    float* sums;  // one a block
    int count;
};
