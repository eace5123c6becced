#include "run.hpp"

namespace {

struct Shrink {
    const test::Control* control;
    test::Selection selection;
    float* covariance;
    float* intensity;
    int32_t searches, individuals, width;
};

// Oracle approximating shrinkage (Chen, Wiesel, Eldar and Hero 2010) of K samples in d dimensions.
double intensity_of(const float* s, int d, int count) {
    double trace = 0;
    double squares = 0;
    for (int at = 0; at < d * d; ++at) {
        trace += at % (d + 1) == 0 ? s[at] : 0;
        squares += static_cast<double>(s[at]) * s[at];
    }
    const double numerator = (1 - 2.0 / d) * squares + trace * trace;
    const double denominator = (count + 1 - 2.0 / d) * (squares - trace * trace / d);
    return numerator >= denominator ? 1 : numerator / denominator;
}

// Search 0 has many elites, search 1 few, search 2 none, search 3 a variance that is NaN.
void check(int width) {
    constexpr int searches = 4;
    constexpr int individuals = 500;
    test::Values values(31);
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<int32_t> elites(1);
    harness::Buffer<int32_t> summary(test::product(searches, 4), 0);
    harness::Buffer<float> covariance(test::product(searches, width, width));
    harness::Buffer<float> intensity(searches);
    values.fill(covariance, -0.5f, 0.5f);
    const int counts[searches] = {400, 2, 0, 400};
    for (int search = 0; search < searches; ++search) {
        summary[test::product(search, 4)] = counts[search];
        for (int e = 0; e < width; ++e) {
            float* diagonal = covariance.data() + (search * width + e) * width + e;
            *diagonal = search == 3 && e == width - 1 ? test::kNan : values.between(0.2f, 6);
        }
    }
    const std::vector<float> before(covariance.data(), covariance.data() + covariance.size());
    const Shrink arguments = {control.data(), {elites.data(), summary.data()}, covariance.data(), intensity.data(),
                              searches,       individuals, width};
    test::expect_nothing_if_stopped("shrink", control, 32, arguments, {"the covariance", covariance});
    harness::same_for_every_geometry("shrink", harness::any_threads, arguments,
                                     {{"the covariance", covariance}, {"the intensity", intensity}});
    for (int search = 0; search < searches; ++search) {
        const float* s = before.data() + search * width * width;
        const double rho = counts[search] == 0 ? 0 : intensity_of(s, width, counts[search]);
        double trace = 0;
        for (int e = 0; e < width; ++e) {
            trace += s[e * (width + 1)];
        }
        test::expect_near("the intensity of search", static_cast<size_t>(search),
                          intensity[static_cast<size_t>(search)], rho, 1e-6);
        for (int at = 0; at < width * width; ++at) {
            const double target = at % (width + 1) == 0 ? trace / width : 0.0;
            const double wanted = counts[search] == 0 ? s[at] : (1 - rho) * s[at] + rho * target;
            const size_t of = test::product(search, width, width) + static_cast<size_t>(at);
            test::expect_near("element", of, covariance[of], wanted, 1e-5);
        }
    }
}

}  // namespace

KERNEL_CHECK(shrink) {
    check(1);
    check(3);
    check(18);
}
