#include <algorithm>

#include "run.hpp"

namespace {

struct Gather {
    const test::Control* control;
    const float* rows;
    test::Selection selection;
    float* target;
    int32_t searches, individuals, width, capacity;
};

void check(int individuals, int width, int capacity) {
    constexpr int searches = 3;
    test::Values values(15);
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<float> rows(test::product(searches, individuals, width));
    harness::Buffer<int32_t> elites(test::product(searches, individuals));
    harness::Buffer<int32_t> summary(test::product(searches, 4), 0);
    harness::Buffer<float> target(test::product(searches, capacity, width));
    values.fill(rows, -2, 2);
    for (size_t i = 0; i < elites.size(); ++i) {
        elites[i] = values.below(individuals);
    }
    // More than there is room for, one too few, none; and an elite that there cannot be.
    const int counts[searches] = {individuals, std::max(capacity - 1, 0), 0};
    summary[0] = individuals + 9;
    summary[4] = counts[1];
    summary[8] = -1;
    elites[0] = individuals + 100;
    const Gather arguments = {control.data(), rows.data(), {elites.data(), summary.data()}, target.data(),
                              searches,       individuals, width, capacity};
    test::expect_nothing_if_stopped("gather", control, 32, arguments, {"the target", target});
    harness::same_for_every_geometry("gather", harness::rows_and_parts, arguments, {{"the target", target}});
    for (size_t i = 0; i < target.size(); ++i) {
        const int place = static_cast<int>(i) / width;
        const int search = place / capacity;
        const int k = place % capacity;
        if (k >= counts[search]) {
            test::expect_poison("element", i, target[i]);
            continue;
        }
        const int elite = std::min(elites[test::product(search, individuals) + static_cast<size_t>(k)], individuals - 1);
        const size_t from = test::product(search * individuals + elite, width) + i % static_cast<size_t>(width);
        test::expect_near("element", i, target[i], rows[from], 0);
    }
}

}  // namespace

KERNEL_CHECK(gather) {
    check(1, 1, 1);
    check(9, 5, 4);
    check(6, 70, 6);
}
