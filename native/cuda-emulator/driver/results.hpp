// Result codes of driver calls, and what a call throws to return one.
#pragma once

namespace emulator {

enum Result : int {
#define RESULT(name, code) name = code,
#include "driver/results.inc"
#undef RESULT
};

struct Refusal {
    Result result;
};

[[noreturn]] inline void refuse(Result result) {
    throw Refusal{result};
}

inline void require(bool condition, Result otherwise) {
    if (!condition) {
        refuse(otherwise);
    }
}

// After one of these the process's contexts are of no use any more.
inline bool is_sticky(int result) {
    return result >= 700 && result <= 719;
}

}  // namespace emulator
