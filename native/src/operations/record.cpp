// What is kept of a generation: its champion and its elites' rows.
#include <algorithm>
#include <cstring>
#include <limits>

#include "elites/reward_order.h"
#include "error.hpp"
#include "lanes.hpp"
#include "population.hpp"

namespace elites {

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

struct KeepChampion final : public PopulationOperation {
    const float* rows;
    int32_t width;
    const float* rewards;
    SelectionView selection;
    int32_t slots;
    float* champions;
    float* champion_rewards;
    int32_t* champion_individuals;

    KeepChampion(
            const float* rows, int32_t width, const float* rewards, const SelectionView& selection, int32_t slots,
            float* champions, float* champion_rewards, int32_t* champion_individuals)
        : rows(rows),
          width(width),
          rewards(rewards),
          selection(selection),
          slots(slots),
          champions(champions),
          champion_rewards(champion_rewards),
          champion_individuals(champion_individuals) {}

    void run(const Control& control, const Population& population, Lanes&) const override {
        for (int64_t search = 0; search < population.searches; ++search) {
            uint32_t generation = control.clock(search).generation;
            require(
                    generation < static_cast<uint32_t>(slots), "There is no place for champions of this generation.");
            int32_t best = selection.best(search, population.individuals);
            int64_t slot = search * slots + generation;
            champion_individuals[slot] = best;
            champion_rewards[slot] = best < 0 ? kNan : rewards[search * population.individuals + best];
            if (best >= 0) {
                std::memcpy(
                        champions + slot * width, rows + (search * population.individuals + best) * width,
                        sizeof(float) * width);
            }
        }
    }
};

struct Gather final : public PopulationOperation {
    const float* rows;
    int32_t width;
    SelectionView selection;
    int32_t capacity;
    float* target;

    Gather(const float* rows, int32_t width, const SelectionView& selection, int32_t capacity, float* target)
        : rows(rows), width(width), selection(selection), capacity(capacity), target(target) {}

    // Elites that one worker takes at a time.
    static constexpr int32_t kBlock = 1024;

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        int64_t blocks = (capacity + kBlock - 1) / kBlock;
        lanes.for_each(population.searches * blocks, [&](int64_t item, Lane&) {
            int64_t search = item / blocks;
            auto first = static_cast<int32_t>(item % blocks) * kBlock;
            int32_t last = std::min({first + kBlock, selection.count(search, population.individuals), capacity});
            for (int32_t k = first; k < last; ++k) {
                std::memcpy(
                        target + (search * capacity + k) * width,
                        rows + selection.row(search, population.individuals, k) * width, sizeof(float) * width);
            }
        });
    }
};

}  // namespace

PopulationPointer make_keep_champion(
        const float* rows, int32_t width, const float* rewards, const SelectionView& selection, int32_t slots,
        float* champions, float* champion_rewards, int32_t* champion_individuals) {
    return std::make_unique<KeepChampion>(
            rows, width, rewards, selection, slots, champions, champion_rewards, champion_individuals);
}

PopulationPointer make_gather(
        const float* rows, int32_t width, const SelectionView& selection, int32_t capacity, float* target) {
    return std::make_unique<Gather>(rows, width, selection, capacity, target);
}

}  // namespace elites
