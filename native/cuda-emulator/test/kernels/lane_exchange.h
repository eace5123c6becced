#pragma once

#include <cstdint>

struct LaneExchange {
    const int* groups;    // of each lane of 64 threads
    unsigned* ranks;      // among the lanes before it of the same group
    int* sums;            // of the lane numbers of a half warp
    unsigned* together;   // of all lanes' numbers times 3, by an instruction of the whole warp
    double* from_next;    // the next lane's number, as a double
    int* least;           // the least group of the warp
};
