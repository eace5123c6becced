#include "gaussian.hpp"

namespace {

struct UpdateDiagonal {
    const test::Control* control;
    test::Selection selection;
    const float* mean;
    const float* variance;
    const float* floors;
    float* proposal_mean;
    float* proposal_deviation;
    float* divergence;
    int32_t* outcome;
    int32_t searches, width;
};

struct Search {
    int32_t status;
    float broken_mean;
    float broken_variance;
    float floor;
    test::Outcome outcome;
};

// 0 leaves a mean or a variance as it is.
const Search searches[] = {
        {test::kAllNan, 0, 0, 0.5f, test::kKeptNoElites},
        {test::kSelected, 0, 0, 0.5f, test::kRefitted},
        {test::kSelected, test::kNan, 0, 0.5f, test::kKeptNotFinite},
        {test::kSelected, 0, test::kNan, 0.5f, test::kKeptNotFinite},
        {test::kAllEqual, 0, 0, 0.5f, test::kKeptEqualRewards},
        // With the jitter the variance is 0, and so is the floor.
        {test::kSelected, 0, -0.25f, 0, test::kKeptNotFinite},
        {test::kInactive, 0, 0, 0.5f, test::kKeptNoElites},
};
constexpr int count = sizeof searches / sizeof *searches;
constexpr float jitter = 0.25f;

test::Gaussian gaussian(const float* mean, const std::vector<double>& deviation) {
    test::Gaussian made = test::standard(deviation.size());
    for (size_t e = 0; e < made.width; ++e) {
        made.mean[e] = mean[e];
        made.covariance[e * (made.width + 1)] = deviation[e] * deviation[e];
    }
    return made;
}

void check(int width) {
    test::Values values(32);
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<int32_t> elites(1);
    harness::Buffer<int32_t> summary(test::product(count, 4), 0);
    harness::Buffer<float> mean(test::product(count, width));
    harness::Buffer<float> variance(mean.size());
    harness::Buffer<float> floors(test::product(count, 2));
    harness::Buffer<float> kept_mean(mean.size());
    harness::Buffer<float> kept_deviation(mean.size());
    harness::Buffer<float> divergence(test::product(count, 3));
    harness::Buffer<int32_t> outcome(count);
    values.fill(mean, -2, 2);
    values.fill(variance, 0, 2);
    values.fill(kept_mean, -2, 2);
    values.fill(kept_deviation, 0.3f, 2);
    for (int s = 0; s < count; ++s) {
        const size_t last = test::product(s + 1, width) - 1;
        summary[test::product(s, 4) + 2] = searches[s].status;
        mean[last] = searches[s].broken_mean != 0 ? searches[s].broken_mean : mean[last];
        variance[last] = searches[s].broken_variance != 0 ? searches[s].broken_variance : 0;
        floors[test::product(s, 2)] = jitter;
        floors[test::product(s, 2) + 1] = searches[s].floor > 0 ? 0.75f : 0;
    }
    const std::vector<float> old_mean(kept_mean.data(), kept_mean.data() + kept_mean.size());
    const std::vector<float> old_deviation(kept_deviation.data(), kept_deviation.data() + kept_deviation.size());
    const UpdateDiagonal arguments = {
            control.data(),   {elites.data(), summary.data()}, mean.data(),       variance.data(), floors.data(),
            kept_mean.data(), kept_deviation.data(),           divergence.data(), outcome.data(),  count,
            width};
    test::expect_nothing_if_stopped("update_diagonal", control, 32, arguments, {"the divergence", divergence});
    harness::same_for_every_geometry("update_diagonal", harness::any_threads, arguments,
                                     {{"the mean", kept_mean},
                                      {"the deviation", kept_deviation},
                                      {"the divergence", divergence},
                                      {"the outcome", outcome}});
    for (int s = 0; s < count; ++s) {
        const size_t search = static_cast<size_t>(s);
        const size_t first = test::product(s, width);
        const bool refitted = searches[s].outcome == test::kRefitted;
        test::expect_equal("the outcome of search", search, outcome[search], searches[s].outcome);
        std::vector<double> former, now;
        for (size_t e = first; e < first + static_cast<size_t>(width); ++e) {
            const double floored = std::fmax(std::sqrt(static_cast<double>(variance[e]) + jitter), 0.75);
            former.push_back(old_deviation[e]);
            now.push_back(refitted ? floored : old_deviation[e]);
            test::expect_near("the mean", e, kept_mean[e], refitted ? mean[e] : old_mean[e], 0);
            test::expect_near("the deviation", e, kept_deviation[e], now.back(), 1e-6);
        }
        const test::Gaussian kept = gaussian(kept_mean.data() + first, now);
        test::expect_divergence(divergence.data() + 3 * s, search,
                                refitted ? test::divergence(kept, gaussian(old_mean.data() + first, former)) : 0, kept);
    }
}

}  // namespace

KERNEL_CHECK(update_diagonal) {
    check(1);
    check(7);
    check(33);
}
