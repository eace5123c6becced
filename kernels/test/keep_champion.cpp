#include "run.hpp"

namespace {

struct KeepChampion {
    const test::Control* control;
    const float* rows;
    const float* rewards;
    test::Selection selection;
    float* champions;
    float* champion_rewards;
    int32_t* champion_individuals;
    int32_t searches, individuals, width, slots;
};

void check(int searches, int individuals, int width) {
    constexpr int slots = 9;
    test::Values values(16);
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<float> rows(test::product(searches, individuals, width));
    harness::Buffer<float> rewards(test::product(searches, individuals));
    harness::Buffer<int32_t> elites(rewards.size(), 0);
    harness::Buffer<int32_t> summary(test::product(searches, 4), 0);
    harness::Buffer<float> champions(test::product(searches, slots, width));
    harness::Buffer<float> champion_rewards(test::product(searches, slots));
    harness::Buffer<int32_t> champion_individuals(champion_rewards.size());
    values.fill(rows, -2, 2);
    values.fill(rewards, -2, 2);
    for (int search = 0; search < searches; ++search) {
        // The first search has nobody.
        summary[test::product(search, 4) + 3] = search == 0 ? -1 : individuals - search;
    }
    const KeepChampion arguments = {
            control.data(), rows.data(), rewards.data(), {elites.data(), summary.data()}, champions.data(),
            champion_rewards.data(), champion_individuals.data(), searches, individuals, width, slots};
    test::expect_nothing_if_stopped("keep_champion", control, 32, arguments, {"the champions", champions});
    harness::same_for_every_geometry(
            "keep_champion", harness::any_threads, arguments,
            {{"the champions", champions},
             {"their rewards", champion_rewards},
             {"their numbers", champion_individuals}});
    for (int slot = 0; slot < searches * slots; ++slot) {
        const int search = slot / slots;
        const int best = summary[test::product(search, 4) + 3];
        const bool now = static_cast<uint32_t>(slot % slots) == control[0].generation;
        const size_t at = static_cast<size_t>(slot);
        for (size_t e = 0; e < static_cast<size_t>(width); ++e) {
            const size_t element = at * static_cast<size_t>(width) + e;
            if (now && best >= 0) {
                test::expect_near("element", element, champions[element],
                                  rows[test::product(search * individuals + best, width) + e], 0);
            } else {
                test::expect_poison("element", element, champions[element]);
            }
        }
        if (now) {
            test::expect_equal("the individual of slot", at, champion_individuals[at], best);
            test::expect_near("the reward of slot", at, champion_rewards[at],
                              best < 0 ? test::kNan : rewards[test::product(search, individuals)
                                                              + static_cast<size_t>(best)], 0);
            // The NaN of no one else.
            test::expect_equal("the sign of the reward of slot", at, std::signbit(champion_rewards[at]) && best < 0, 0);
        } else {
            test::expect_poison("the reward of slot", at, champion_rewards[at]);
        }
    }
}

}  // namespace

KERNEL_CHECK(keep_champion) {
    check(1, 1, 1);
    check(3, 4, 5);
    check(2, 3, 67);
}
