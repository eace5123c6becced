#include "gaussian.hpp"

namespace {

struct UpdateFull {
    const test::Control* control;
    test::Selection selection;
    const float* mean;
    const float* covariance;
    const float* factor;
    const int32_t* valid;
    float* proposal_mean;
    float* proposal_covariance;
    float* proposal_factor;
    float* divergence;
    int32_t* outcome;
    double* solved;
    int32_t searches, width;
};

struct Search {
    int32_t status;
    int32_t valid;
    bool broken_mean;
    test::Outcome outcome;
};

const Search searches[] = {
        {test::kSelected, 1, false, test::kRefitted},
        {test::kSelected, 0, false, test::kKeptNotFinite},
        {test::kAllEqual, 1, false, test::kKeptEqualRewards},
        {test::kSelected, 1, true, test::kKeptNotFinite},
        {test::kAllNan, 1, false, test::kKeptNoElites},
};
constexpr int count = sizeof searches / sizeof *searches;

// A factor and its covariance, with positive diagonals; above the diagonal the factor is 0.
void fill(test::Values& values, harness::Buffer<float>& factor, harness::Buffer<float>& covariance, size_t width) {
    for (size_t first = 0; first < factor.size(); first += width * width) {
        for (size_t at = 0; at < width * width; ++at) {
            const size_t i = at / width;
            const size_t j = at % width;
            factor[first + at] = j < i ? values.between(-0.5f, 0.5f) : j == i ? values.between(0.5f, 2) : 0;
        }
        for (size_t at = 0; at < width * width; ++at) {
            double sum = 0;
            for (size_t t = 0; t < width; ++t) {
                sum += static_cast<double>(factor[first + at / width * width + t])
                        * factor[first + at % width * width + t];
            }
            covariance[first + at] = static_cast<float>(sum);
        }
    }
}

void check(int width) {
    const size_t d = static_cast<size_t>(width);
    test::Values values(33);
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<int32_t> elites(1);
    harness::Buffer<int32_t> summary(test::product(count, 4), 0);
    harness::Buffer<int32_t> valid(count);
    harness::Buffer<float> mean(test::product(count, width));
    harness::Buffer<float> covariance(test::product(count, width, width));
    harness::Buffer<float> factor(covariance.size());
    harness::Buffer<float> kept_mean(mean.size());
    harness::Buffer<float> kept_covariance(covariance.size());
    harness::Buffer<float> kept_factor(covariance.size());
    harness::Buffer<float> divergence(test::product(count, 3));
    harness::Buffer<int32_t> outcome(count);
    harness::Buffer<double> solved(test::product(count, width, width + 1));
    values.fill(mean, -2, 2);
    values.fill(kept_mean, -2, 2);
    fill(values, factor, covariance, d);
    fill(values, kept_factor, kept_covariance, d);
    for (int s = 0; s < count; ++s) {
        summary[test::product(s, 4) + 2] = searches[s].status;
        valid[static_cast<size_t>(s)] = searches[s].valid;
        float& last = mean[test::product(s + 1, width) - 1];
        last = searches[s].broken_mean ? test::kNan : last;
    }
    auto gaussian = [&](harness::Buffer<float>& of_mean, harness::Buffer<float>& of_covariance, int s) {
        const float* m = of_mean.data() + s * width;
        const float* c = of_covariance.data() + s * width * width;
        return test::Gaussian{d, {m, m + d}, {c, c + d * d}};
    };
    std::vector<test::Gaussian> former;
    for (int s = 0; s < count; ++s) {
        former.push_back(gaussian(kept_mean, kept_covariance, s));
    }
    const UpdateFull arguments = {
            control.data(),     {elites.data(), summary.data()}, mean.data(),        covariance.data(),
            factor.data(),      valid.data(),                    kept_mean.data(),   kept_covariance.data(),
            kept_factor.data(), divergence.data(),               outcome.data(),     solved.data(),
            count,              width};
    test::expect_nothing_if_stopped("update_full", control, 32, arguments, {"the divergence", divergence});
    harness::same_for_every_geometry("update_full", harness::any_threads, arguments,
                                     {{"the mean", kept_mean},
                                      {"the covariance", kept_covariance},
                                      {"the factor", kept_factor},
                                      {"the divergence", divergence},
                                      {"the outcome", outcome}});
    for (int s = 0; s < count; ++s) {
        const size_t search = static_cast<size_t>(s);
        const bool refitted = searches[s].outcome == test::kRefitted;
        test::expect_equal("the outcome of search", search, outcome[search], searches[s].outcome);
        const test::Gaussian wanted = refitted ? gaussian(mean, covariance, s) : former[search];
        const test::Gaussian kept = gaussian(kept_mean, kept_covariance, s);
        const std::vector<double> lower = wanted.factor();
        for (size_t at = 0; at < d * d; ++at) {
            test::expect_near("the mean", at % d, kept.mean[at % d], wanted.mean[at % d], 0);
            test::expect_near("the covariance", at, kept.covariance[at], wanted.covariance[at], 0);
            test::expect_near("the factor", at, kept_factor[search * d * d + at], lower[at], 1e-4);
        }
        test::expect_divergence(divergence.data() + 3 * s, search,
                                refitted ? test::divergence(kept, former[search]) : 0, kept);
    }
}

}  // namespace

KERNEL_CHECK(update_full) {
    check(1);
    check(5);
    check(17);
}
