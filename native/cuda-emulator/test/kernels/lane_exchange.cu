// Every way in which lanes exchange values.
#include "elites/cuda/kernel.h"
#include "kernels/lane_exchange.h"

#if !defined(__CUDACC__)

namespace {

struct Operand {
    unsigned mine;
    unsigned all;
};

void add_up(void* const lanes[32]) {
    unsigned sum = 0;
    for (int lane = 0; lane < 32; ++lane) {
        sum += static_cast<const Operand*>(lanes[lane])->mine;
    }
    for (int lane = 0; lane < 32; ++lane) {
        static_cast<Operand*>(lanes[lane])->all = sum;
    }
}

}  // namespace

ELITES_KERNEL(lane_exchange, LaneExchange, 64) {
    const unsigned thread = threadIdx.x;
    const unsigned lane = thread % 32;
    const int group = arguments.groups[thread];

    const unsigned same = __match_any_sync(0xffffffffu, group);
    arguments.ranks[thread] = static_cast<unsigned>(__popc(same & ((1u << lane) - 1u)));

    // The halves of a warp go their own ways.
    int sum = static_cast<int>(lane);
    if (lane < 16) {
#if ELITES_SEEDED_BUG == 1
        const unsigned half = 0xffffffffu;
#else
        const unsigned half = 0x0000ffffu;
#endif
        for (int distance = 8; distance > 0; distance >>= 1) {
            sum += __shfl_xor_sync(half, sum, distance, 16);
        }
    } else {
        sum = __reduce_add_sync(0xffff0000u, sum);
    }
    arguments.sums[thread] = sum;

    Operand operand{lane * 3, 0};
    simt::warp_together("add_up", &operand, add_up);
    arguments.together[thread] = operand.all;

    arguments.from_next[thread] = __shfl_sync(0xffffffffu, static_cast<double>(lane), static_cast<int>(lane) + 1);
    arguments.least[thread] = __reduce_min_sync(0xffffffffu, group);
    if (__any_sync(0xffffffffu, group < 0) && !__all_sync(0xffffffffu, group < 100)) {
        arguments.least[thread] = 12345;
    }
}

#endif
