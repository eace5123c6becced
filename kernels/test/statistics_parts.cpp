#include "row_parts.hpp"

namespace {

struct StatisticsParts {
    const test::Control* control;
    test::RowParts row;
    test::Selection selection;
    double* sums;
    uint32_t* next_better;
    float* statistics;
    int32_t pass;
};

void check(int searches, int individuals, int part) {
    test::RewardRows rows(searches, individuals, 54);
    test::SelectionBuffers selection(rows);
    test::select_by_sorting(rows, selection);
    test::StatisticsBuffer statistics(rows);
    test::PartBuffers parts(rows, part, 5);
    harness::Buffer<double> sums(test::product(searches, parts.parts, 3));
    harness::Buffer<uint32_t> next_better(test::product(searches, 5));
    harness::Buffer<test::Control> control(1, test::run());
    StatisticsParts arguments = {control.data(), parts.row(rows),
                                 {selection.elites.data(), selection.summary.data()}, sums.data(),
                                 next_better.data(), statistics.statistics.data(), 0};
    harness::same_for_every_geometry(
            "add_up_rewards", harness::whole_warps, arguments,
            {{"the surveys", parts.surveys}, {"the sums", sums}, {"the bins", parts.bins}});
    for (arguments.pass = 0; arguments.pass < 3; ++arguments.pass) {
        harness::same_for_every_geometry(
                "count_digits_of_quantiles", harness::whole_warps, arguments,
                {{"the bins", parts.bins}, {"the places", parts.places}, {"the surveys", parts.joined}});
    }
    harness::same_for_every_geometry(
            "find_neighbours", harness::whole_warps, arguments,
            {{"the neighbours", next_better}, {"the places", parts.places}});
    harness::same_for_every_geometry(
            "describe_rewards", harness::whole_warps, arguments, {{"the statistics", statistics.statistics}});
    statistics.expect(rows, selection);
    test::expect_nothing_if_stopped(
            "describe_rewards", control, 32, arguments, {"the statistics", statistics.statistics});
}

}  // namespace

KERNEL_CHECK(statistics_parts) {
    if (test::kSmallAlone) {
        check(3, 100, 64);
        return;
    }
    check(8, 1, 64);
    check(16, 300, 64);
}
