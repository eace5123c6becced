// How lanes share what is done with the rewards of each search.
#pragma once

#include <cstdint>

#include "lanes.hpp"
#include "operation.hpp"

namespace elites {

// Rewards of a block: small enough for lanes to share a search evenly, and for the first cache.
constexpr int32_t kRewardBlock = 8192;

constexpr int64_t reward_blocks(int64_t rewards) {
    return (rewards + kRewardBlock - 1) / kRewardBlock;
}

// Calls work(search, lane, for_each_block), and for_each_block(blocks, step) calls step(block, lane) for each of them;
// lane is an index. Lanes take whole searches, or one search after the other, whose blocks they share.
template <typename Work>
void for_each_search(const Population& population, Lanes& lanes, Work&& work) {
    // Waking the lanes for the blocks of a search pays where the blocks are many and the searches few.
    if (population.searches < lanes.count() && population.individuals >= 16 * kRewardBlock) {
        for (int64_t search = 0; search < population.searches; ++search) {
            work(search, 0, [&](int64_t blocks, auto&& step) {
                lanes.for_each(blocks, [&](int64_t block, Lane& lane) { step(block, lane.index()); });
            });
        }
    } else {
        lanes.for_each(population.searches, [&](int64_t search, Lane& lane) {
            work(search, lane.index(), [&](int64_t blocks, auto&& step) {
                for (int64_t block = 0; block < blocks; ++block) {
                    step(block, lane.index());
                }
            });
        });
    }
}

}  // namespace elites
