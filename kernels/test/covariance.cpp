#include "elite_rows.hpp"

namespace {

struct Covariance {
    const test::Control* control;
    const float* rows;
    test::Selection selection;
    const float* mean;
    const float* jitter;
    float* covariance;
    double* sums;
    int32_t searches, individuals, width, slices;
};

constexpr int kTileSide = 64;

// The kernel is written for blocks of 128 threads.
constexpr harness::Geometries blocks_of_128 = {{{1, 128}, {3, 128}, {2, 128}, {4, 128}, {5, 128}, {7, 128}}};

void check(int searches, int individuals, int width, int slices, float centre, float spread) {
    test::EliteRows population(searches, individuals, width, 32, centre, spread);
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<float> mean(test::product(searches, width));
    harness::Buffer<float> jitter(static_cast<size_t>(searches), 0.25f * spread * spread);
    harness::Buffer<float> covariance(test::product(searches, width, width));
    const int across = (width + kTileSide - 1) / kTileSide;
    const int tiles = across * (across + 1) / 2;
    harness::Buffer<double> sums(test::product(searches, slices * tiles, kTileSide * kTileSide));
    for (int search = 0; search < searches; ++search) {
        for (int e = 0; e < width; ++e) {
            mean[test::product(search, width) + static_cast<size_t>(e)] =
                    static_cast<float>(population.mean(search, e));
        }
    }
    const Covariance arguments = {control.data(), population.rows.data(), population.selection(), mean.data(),
                                  jitter.data(), covariance.data(), sums.data(), searches, individuals, width, slices};
    harness::same_for_every_geometry(
            "covariance", blocks_of_128, arguments, {{"the covariances", covariance}, {"the sums", sums}});
    if (slices > 1) {
        harness::same_for_every_geometry(
                "join_covariance", harness::any_threads, arguments, {{"the covariances", covariance}});
    }
    for (int search = 0; search < searches; ++search) {
        const size_t line = test::product(search, width);
        for (int i = 0; i < width; ++i) {
            for (int j = 0; j < width; ++j) {
                const size_t at = (line + static_cast<size_t>(i)) * static_cast<size_t>(width)
                        + static_cast<size_t>(j);
                if (population.count(search) == 0) {
                    test::expect_poison("element", at, covariance[at]);
                    continue;
                }
                double wanted = 0;
                for (int k = 0; k < population.count(search); ++k) {
                    wanted += (population.value(search, k, i) - mean[line + static_cast<size_t>(i)])
                            * (population.value(search, k, j) - mean[line + static_cast<size_t>(j)]);
                }
                wanted = wanted / population.count(search)
                        + (i == j ? jitter[static_cast<size_t>(search)] : 0);
                // One product of deviations, of the size of a variance, is off by 2^-21 at most.
                test::expect_near("element", at, covariance[at], wanted, 4e-7 * spread * spread);
            }
        }
    }
    test::expect_nothing_if_stopped("covariance", control, 128, arguments, {"the covariances", covariance});
}

}  // namespace

KERNEL_CHECK(covariance) {
    // Where threads are slow, a tile on the diagonal and one below it have all the races.
    if (harness::geometries_that_run < 6) {
        check(1, 70, 65, 1, 0, 1);
        return;
    }
    check(1, 1, 1, 1, 0, 1);
    check(3, 100, 4, 1, 0, 1);
    check(2, 33, 65, 1, 100, 0.01f);
    check(3, 40, 7, 4, 3, 2);
    check(1, 70, 130, 2, 0, 1);
}
