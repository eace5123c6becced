#pragma once

#include <cstdint>

struct RadixHistogram {
    const uint32_t* keys;
    unsigned* counts;  // 256
    int count;
    int shift;
};
