#include <algorithm>

#include "gaussian.hpp"

namespace {

struct UpdateEliteMatrix {
    const test::Control* control;
    const float* rows;
    test::Selection selection;
    const float* mean;
    const float* jitter;
    float* proposal_mean;
    float* proposal_elites;
    int32_t* proposal_counts;
    float* proposal_jitter;
    float* divergence;
    int32_t* outcome;
    unsigned char* scratch;
    int64_t scratch_bytes;
    int32_t searches, individuals, width, capacity;
};

struct Search {
    int32_t status;
    int32_t elites;
    int32_t former;
    float jitter;
    bool broken_mean;
    test::Outcome outcome;
};

constexpr int individuals = 12;

// More elites than there is room for are cut off; a former proposal may have none.
const Search searches[] = {
        {test::kSelected, 2, 3, 0.3f, false, test::kRefitted},
        {test::kSelected, individuals, 0, 0.3f, false, test::kRefitted},
        {test::kSelected, 2, 3, 0, false, test::kKeptNotFinite},
        {test::kAllEqual, 2, 3, 0.3f, false, test::kKeptEqualRewards},
        {test::kSelected, 2, 3, 0.3f, true, test::kKeptNotFinite},
        {test::kInactive, 0, 1, 0.3f, false, test::kKeptNoElites},
};
constexpr int count = sizeof searches / sizeof *searches;

test::Gaussian gaussian(const float* mean, const std::vector<float>& centred, int elites, double jitter, size_t width) {
    test::Gaussian made = test::standard(width);
    for (size_t at = 0; at < width * width; ++at) {
        double sum = 0;
        for (size_t k = 0; k < static_cast<size_t>(elites); ++k) {
            sum += static_cast<double>(centred[k * width + at / width]) * centred[k * width + at % width] / elites;
        }
        made.covariance[at] = sum + (at % (width + 1) == 0 ? jitter : 0);
        made.mean[at % width] = mean[at % width];
    }
    return made;
}

int64_t bytes_of_scratch(int64_t width, int64_t capacity) {
    const int64_t side = std::min(width, capacity);
    const int64_t doubles = 3 * side * side + (width + side) * (capacity + 1);
    return (8 * doubles + 4 * capacity * width + 15) / 16 * 16;
}

void check(int width, int capacity) {
    const size_t d = static_cast<size_t>(width);
    test::Values values(34);
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<float> rows(test::product(count, individuals, width));
    harness::Buffer<int32_t> elites(test::product(count, individuals));
    harness::Buffer<int32_t> summary(test::product(count, 4), 0);
    harness::Buffer<float> mean(test::product(count, width));
    harness::Buffer<float> jitter(count);
    harness::Buffer<float> kept_mean(mean.size());
    harness::Buffer<float> kept_elites(test::product(count, capacity, width));
    harness::Buffer<int32_t> kept_counts(count);
    harness::Buffer<float> kept_jitter(count, 0.5f);
    harness::Buffer<float> divergence(test::product(count, 3));
    harness::Buffer<int32_t> outcome(count);
    const int64_t scratch_bytes = bytes_of_scratch(width, capacity);
    harness::Buffer<unsigned char> scratch(count * static_cast<size_t>(scratch_bytes));
    values.fill(rows, -2, 2);
    values.fill(mean, -1, 1);
    values.fill(kept_mean, -1, 1);
    values.fill(kept_elites, -1, 1);
    for (size_t i = 0; i < elites.size(); ++i) {
        elites[i] = values.below(individuals);
    }
    std::vector<test::Gaussian> former;
    for (int s = 0; s < count; ++s) {
        const size_t search = static_cast<size_t>(s);
        summary[4 * search] = searches[s].elites;
        summary[4 * search + 2] = searches[s].status;
        jitter[search] = searches[s].jitter;
        kept_counts[search] = std::min(searches[s].former, capacity);
        float& last = mean[test::product(s + 1, width) - 1];
        last = searches[s].broken_mean ? test::kNan : last;
        const float* a = kept_elites.data() + s * capacity * width;
        former.push_back(gaussian(kept_mean.data() + s * width, {a, a + capacity * width}, kept_counts[search],
                                  kept_jitter[search], d));
    }
    const UpdateEliteMatrix arguments = {
            control.data(),     rows.data(),        {elites.data(), summary.data()}, mean.data(),
            jitter.data(),      kept_mean.data(),   kept_elites.data(),              kept_counts.data(),
            kept_jitter.data(), divergence.data(),  outcome.data(),                  scratch.data(),
            scratch_bytes,      count,              individuals,                     width,
            capacity};
    test::expect_nothing_if_stopped("update_elite_matrix", control, 32, arguments, {"the divergence", divergence});
    harness::same_for_every_geometry("update_elite_matrix", harness::whole_warps, arguments,
                                     {{"the mean", kept_mean},
                                      {"the elites", kept_elites},
                                      {"the counts", kept_counts},
                                      {"the jitter", kept_jitter},
                                      {"the divergence", divergence},
                                      {"the outcome", outcome}});
    for (int s = 0; s < count; ++s) {
        const size_t search = static_cast<size_t>(s);
        test::expect_equal("the outcome of search", search, outcome[search], searches[s].outcome);
        test::Gaussian kept = former[search];
        if (searches[s].outcome == test::kRefitted) {
            const int taken = std::min(searches[s].elites, capacity);
            std::vector<float> centred;
            for (int at = 0; at < taken * width; ++at) {
                const int elite = elites[test::product(s, individuals) + static_cast<size_t>(at / width)];
                centred.push_back(rows[test::product(s * individuals + elite, width) + static_cast<size_t>(at % width)]
                                  - mean[test::product(s, width) + static_cast<size_t>(at % width)]);
                const size_t of = test::product(s, capacity, width) + static_cast<size_t>(at);
                test::expect_near("the elites", of, kept_elites[of], centred.back(), 1e-6);
            }
            kept = gaussian(mean.data() + s * width, centred, taken, searches[s].jitter, d);
            test::expect_equal("the elites of search", search, kept_counts[search], taken);
            test::expect_near("the jitter of search", search, kept_jitter[search], searches[s].jitter, 0);
        } else {
            test::expect_equal("the elites of search", search, kept_counts[search],
                               std::min(searches[s].former, capacity));
            test::expect_near("the jitter of search", search, kept_jitter[search], 0.5, 0);
        }
        for (size_t e = 0; e < d; ++e) {
            test::expect_near("the mean", e, kept_mean[search * d + e], kept.mean[e], 0);
        }
        test::expect_divergence(divergence.data() + 3 * s, search,
                                searches[s].outcome == test::kRefitted ? test::divergence(kept, former[search]) : 0,
                                kept);
    }
}

}  // namespace

KERNEL_CHECK(update_elite_matrix) {
    check(1, 1);
    check(6, 3);
    check(4, 9);
}
