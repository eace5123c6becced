#pragma once

struct StagedCopy {
    const float* from;
    float* to;
    int tiles;  // of 64 floats, reversed each
};
