#include <algorithm>

#include "latents.hpp"
#include "noise.hpp"
#include "run.hpp"

namespace {

struct SampleEliteMatrix {
    test::Chunk chunk;
    test::LatentTarget target;
    const float* mean;
    const float* elites;
    const int32_t* counts;
    const float* jitter;
    const int32_t* search_ids;
    int32_t capacity;
};

template <class T>
void check(const char* kernel, const test::Part& part, int width, int channels, int capacity) {
    test::Values values(24);
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<float> mean(test::product(part.searches, width));
    harness::Buffer<float> elites(test::product(part.searches, capacity, width));
    harness::Buffer<int32_t> counts(static_cast<size_t>(part.searches));
    harness::Buffer<float> jitter(counts.size());
    harness::Buffer<int32_t> ids(counts.size());
    test::Latents<T> latents{part.rows, width, channels};
    values.fill(mean, -2, 2);
    values.fill(elites, -1, 1);
    values.fill(jitter, 0.1f, 2);
    // One less than there is room for, more than that, none.
    for (int search = 0; search < part.searches; ++search) {
        ids[static_cast<size_t>(search)] = values.below(1 << 24);
        counts[static_cast<size_t>(search)] = search == 0 ? capacity - 1 : search == 1 ? capacity + 50 : -3;
    }
    harness::same_for_every_geometry(
            kernel, harness::blocks_of_256,
            SampleEliteMatrix{part.chunk(control), latents.target(), mean.data(), elites.data(), counts.data(),
                              jitter.data(), ids.data(), capacity},
            {{"the latents", latents.values}, {"the features", latents.features}});
    for (int row = 0; row < part.rows; ++row) {
        const int search = part.search(row);
        const size_t s = static_cast<size_t>(search);
        test::Place place = {control[0].seed, part.individual(row), control[0].generation, 0, ids[s], test::kElites};
        const int count = std::clamp(counts[s], 0, capacity);
        std::vector<double> mixed;
        for (int k = 0; k < count; ++k) {
            mixed.push_back(test::normal(place, k) / std::sqrt(count));
        }
        place.stream = test::kLatents;
        for (int e = 0; e < width; ++e) {
            double wanted = mean[test::product(search, width) + static_cast<size_t>(e)]
                    + std::sqrt(static_cast<double>(jitter[s])) * test::normal(place, e);
            for (int k = 0; k < count; ++k) {
                wanted += mixed[static_cast<size_t>(k)]
                        * elites[test::product(search * capacity + k, width) + static_cast<size_t>(e)];
            }
            const size_t at = test::product(row, width) + static_cast<size_t>(e);
            test::expect_near("element", at, latents.values[at], wanted, 1e-4);
        }
    }
    latents.expect_features();
}

}  // namespace

KERNEL_CHECK(sample_elite_matrix) {
    for (const test::Part& part : test::parts) {
        check<float>("sample_elite_matrix", part, 6, 0, 3);
        check<__nv_bfloat16>("sample_elite_matrix_fast", part, 6, 2, 3);
    }
    check<float>("sample_elite_matrix", test::one_row, 1, 1, 1);
    check<__nv_bfloat16>("sample_elite_matrix", test::many_rows, 70, 7, 35);
    check<float>("sample_elite_matrix_fast", test::many_rows, 70, 2, 35);
}
