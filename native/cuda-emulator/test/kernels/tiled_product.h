#pragma once

struct TiledProduct {
    const float* a;  // rows x depth
    const float* b;  // depth x columns
    float* c;        // rows x columns
    int rows, columns, depth;
};
