#pragma once

struct AddOne {
    int* values;
    int count;
};

struct WriteByte {
    char* at;
};

struct ReadVector {
    const float* at;
    float* to;
};

struct Endless {
    volatile int* flag;
};

struct Recursion {
    int* depths;
    int depth;
};
