// The time of the device in nanoseconds, where a graph has come to.
#include "elites/cuda/clock.h"
#include "elites/cuda/control.h"

namespace elites {

struct Stamp {
    Control* control;
    uint64_t* time;
};

}  // namespace elites

ELITES_KERNEL(stamp, elites::Stamp, 32) {
    if (blockIdx.x == 0 && threadIdx.x == 0) {
        *arguments.time = elites::nanoseconds();
    }
}

// Between individuals and population: decides whether the run goes on, once for all kernels that follow.
ELITES_KERNEL(stamp_and_decide, elites::Stamp, 32) {
#if ELITES_SEEDED_BUG == 1
    if (threadIdx.x == 0) {
#else
    if (blockIdx.x == 0 && threadIdx.x == 0) {
#endif
        *arguments.time = elites::nanoseconds();
        arguments.control->stopped = *const_cast<volatile uint32_t*>(&arguments.control->cancelled);
    }
}
