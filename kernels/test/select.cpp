#include "reward_rows.hpp"

namespace {

struct Select {
    const test::Control* control;
    const float* rewards;
    const int32_t* settings;
    int32_t* elites;
    int32_t* summary;
    float* threshold;
    int32_t searches, individuals;
};

void check(int searches, int individuals) {
    test::RewardRows rows(searches, individuals, 51);
    test::SelectionBuffers selection(rows);
    harness::Buffer<test::Control> control(1, test::run());
    const Select arguments = {control.data(), rows.rewards.data(), rows.settings.data(), selection.elites.data(),
                              selection.summary.data(), selection.threshold.data(), searches, individuals};
    const unsigned bytes = static_cast<unsigned>(individuals) * 4;
    harness::same_for_every_geometry(
            "select_elites", harness::whole_warps, arguments,
            {{"the elites", selection.elites}, {"the summaries", selection.summary},
             {"the thresholds", selection.threshold}},
            bytes);
    selection.expect(rows);
    control[0].stopped = 1;
    selection.summary[0] = -7;
    harness::launch("select_elites", 1, 32, bytes, arguments);
    test::expect_equal("in a run that was cancelled, search", 0, selection.summary[0], -7);
}

}  // namespace

KERNEL_CHECK(select) {
    check(16, 1);
    if (test::kSmallAlone) {
        check(8, 100);
        return;
    }
    check(16, 2);
    check(16, 33);
    check(24, 300);
    check(3, 2049);
}
