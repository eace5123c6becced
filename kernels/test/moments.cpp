#include "elite_rows.hpp"

namespace {

struct Moments {
    const test::Control* control;
    const float* rows;
    test::Selection selection;
    double* sums;
    float* mean;
    float* variance;
    int32_t searches, individuals, width, runs;
};

constexpr int kElitesOfRun = 64;

void check(int searches, int individuals, int width, float centre) {
    test::EliteRows population(searches, individuals, width, 31, centre, 2);
    harness::Buffer<test::Control> control(1, test::run());
    const int runs = (individuals + kElitesOfRun - 1) / kElitesOfRun;
    harness::Buffer<double> sums(test::product(searches, runs, 2 * width));
    harness::Buffer<float> mean(test::product(searches, width));
    harness::Buffer<float> variance(mean.size());
    const Moments arguments = {control.data(), population.rows.data(), population.selection(), sums.data(),
                               mean.data(), variance.data(), searches, individuals, width, runs};
    harness::same_for_every_geometry("add_up_moments", harness::any_threads, arguments, {{"the sums", sums}});
    harness::same_for_every_geometry(
            "join_moments", harness::whole_warps, arguments, {{"the means", mean}, {"the variances", variance}});
    for (int search = 0; search < searches; ++search) {
        for (int e = 0; e < width; ++e) {
            const size_t at = test::product(search, width) + static_cast<size_t>(e);
            if (population.count(search) == 0) {
                test::expect_poison("the mean of coordinate", at, mean[at]);
                continue;
            }
            const double wanted = population.mean(search, e);
            double squares = 0;
            for (int k = 0; k < population.count(search); ++k) {
                const double distance = population.value(search, k, e) - wanted;
                squares += distance * distance;
            }
            test::expect_near("the mean of coordinate", at, mean[at], wanted, 1e-7 * (std::fabs(centre) + 2));
            test::expect_near(
                    "the variance of coordinate", at, variance[at], squares / population.count(search), 1e-6);
        }
    }
    test::expect_nothing_if_stopped("add_up_moments", control, 64, arguments, {"the sums", sums});
    test::expect_nothing_if_stopped("join_moments", control, 64, arguments, {"the means", mean});
}

}  // namespace

KERNEL_CHECK(moments) {
    check(1, 1, 1, 0);
    check(3, 7, 4, 0);
    check(3, 200, 3, 1000);
    check(2, 64, 33, 0);
    check(2, 65, 36, -5);
}
