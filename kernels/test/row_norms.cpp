#include "run.hpp"

namespace {

struct RowNorms {
    const test::Control* control;
    const float* rows;
    const int32_t* settings;
    double* lengths;
    float* norms;
    int32_t searches, individuals, width;
};

// Search 0 has half of its individuals active, search 1 more than there are, search 2 none; of search 0 the first has
// no finite length.
void check(int individuals, int width) {
    constexpr int searches = 3;
    test::Values values(14);
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<float> rows(test::product(searches, individuals, width));
    harness::Buffer<int32_t> settings(test::product(searches, 4), 0);
    harness::Buffer<double> lengths(test::product(searches, individuals));
    harness::Buffer<float> norms(test::product(searches, 2));
    values.fill(rows, -2, 2);
    rows[0] = test::kInfinity;
    const int active[searches] = {(individuals + 1) / 2, individuals, 0};
    settings[0] = active[0];
    settings[4] = individuals + 1000;
    settings[8] = -5;
    const RowNorms arguments = {
            control.data(), rows.data(), settings.data(), lengths.data(), norms.data(), searches, individuals, width};
    test::expect_nothing_if_stopped("measure_rows", control, 32, arguments, {"the lengths", lengths});
    harness::same_for_every_geometry("measure_rows", harness::whole_warps, arguments, {{"the lengths", lengths}});
    test::expect_nothing_if_stopped("describe_norms", control, 32, arguments, {"the norms", norms});
    harness::same_for_every_geometry("describe_norms", harness::any_threads, arguments, {{"the norms", norms}});
    for (int search = 0; search < searches; ++search) {
        std::vector<double> finite;
        for (int i = 0; i < individuals; ++i) {
            const size_t row = test::product(search, individuals) + static_cast<size_t>(i);
            double square = 0;
            for (size_t e = 0; e < static_cast<size_t>(width); ++e) {
                const double value = rows[row * static_cast<size_t>(width) + e];
                square += value * value;
            }
            test::expect_near("the length of row", row, lengths[row], std::sqrt(square), 1e-12);
            if (i < active[search] && std::isfinite(square)) {
                finite.push_back(std::sqrt(square));
            }
        }
        double mean = 0;
        for (const double length : finite) {
            mean += length / static_cast<double>(finite.size());
        }
        double variance = 0;
        for (const double length : finite) {
            variance += (length - mean) * (length - mean) / static_cast<double>(finite.size());
        }
        const size_t at = test::product(search, 2);
        test::expect_near("the mean of search", at / 2, norms[at], finite.empty() ? test::kNan : mean, 1e-6);
        test::expect_near("the deviation of search", at / 2, norms[at + 1],
                          finite.empty() ? test::kNan : std::sqrt(variance), 1e-6);
    }
}

}  // namespace

KERNEL_CHECK(row_norms) {
    check(1, 1);
    check(7, 33);
    check(259, 2);
}
