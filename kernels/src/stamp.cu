// The time of the device in nanoseconds, where a graph has come to.
#include "elites/cuda/clock.h"

namespace elites {

struct Stamp {
    uint64_t* time;
};

}  // namespace elites

ELITES_KERNEL(stamp, elites::Stamp, 32) {
    if (blockIdx.x == 0 && threadIdx.x == 0) {
        *arguments.time = elites::nanoseconds();
    }
}
