#pragma once

struct Misuse {
    float* memory;
};
