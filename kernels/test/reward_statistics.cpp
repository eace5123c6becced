#include "reward_rows.hpp"

namespace {

struct RewardStatistics {
    const test::Control* control;
    const float* rewards;
    const int32_t* settings;
    test::Selection selection;
    float* statistics;
    int32_t searches, individuals;
};

void check(int searches, int individuals) {
    test::RewardRows rows(searches, individuals, 53);
    test::SelectionBuffers selection(rows);
    test::select_by_sorting(rows, selection);
    test::StatisticsBuffer statistics(rows);
    harness::Buffer<test::Control> control(1, test::run());
    const RewardStatistics arguments = {control.data(), rows.rewards.data(), rows.settings.data(),
                                        {selection.elites.data(), selection.summary.data()},
                                        statistics.statistics.data(), searches, individuals};
    const unsigned bytes = static_cast<unsigned>(individuals) * 4;
    harness::same_for_every_geometry(
            "reward_statistics", harness::whole_warps, arguments, {{"the statistics", statistics.statistics}}, bytes);
    statistics.expect(rows, selection);
}

}  // namespace

KERNEL_CHECK(reward_statistics) {
    if (test::kSmallAlone) {
        check(4, 100);
        return;
    }
    check(16, 1);
    check(16, 2);
    check(16, 11);
    check(24, 300);
}
