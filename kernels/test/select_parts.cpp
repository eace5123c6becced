#include "row_parts.hpp"

namespace {

struct SelectParts {
    const test::Control* control;
    test::RowParts row;
    void* chosen;
    int32_t* elites;
    int32_t* summary;
    float* threshold;
    int32_t pass;
};

void check(int searches, int individuals, int part) {
    test::RewardRows rows(searches, individuals, 52);
    test::SelectionBuffers selection(rows);
    test::PartBuffers parts(rows, part, 1);
    harness::Buffer<int64_t> chosen(test::product(searches, parts.parts));
    harness::Buffer<test::Control> control(1, test::run());
    SelectParts arguments = {control.data(), parts.row(rows), chosen.data(), selection.elites.data(),
                             selection.summary.data(), selection.threshold.data(), 0};
    harness::same_for_every_geometry(
            "survey_rewards", harness::whole_warps, arguments, {{"the surveys", parts.surveys}, {"the bins", parts.bins}});
    for (arguments.pass = 0; arguments.pass < 3; ++arguments.pass) {
        harness::same_for_every_geometry(
                "count_digits_of_rewards", harness::whole_warps, arguments,
                {{"the bins", parts.bins}, {"the places", parts.places}, {"the surveys", parts.joined}});
    }
    harness::same_for_every_geometry(
            "count_elites", harness::whole_warps, arguments, {{"the counts", chosen}, {"the places", parts.places}});
    harness::same_for_every_geometry(
            "list_elites", harness::whole_warps, arguments,
            {{"the elites", selection.elites}, {"the summaries", selection.summary},
             {"the thresholds", selection.threshold}});
    selection.expect(rows);
    test::expect_nothing_if_stopped("survey_rewards", control, 32, arguments, {"the bins", parts.bins});
    test::expect_nothing_if_stopped("list_elites", control, 32, arguments, {"the elites", selection.elites});
}

}  // namespace

KERNEL_CHECK(select_parts) {
    if (test::kSmallAlone) {
        check(3, 100, 64);
        return;
    }
    check(8, 1, 64);
    check(16, 300, 64);
    check(2, 1000, 128);
}
