#include "latents.hpp"
#include "noise.hpp"
#include "run.hpp"

namespace {

struct SampleDiagonal {
    test::Chunk chunk;
    test::LatentTarget target;
    const float* mean;
    const float* deviation;
    const int32_t* search_ids;
};

template <class T>
void check(const char* kernel, const test::Part& part, int width, int channels) {
    test::Values values(21);
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<float> mean(test::product(part.searches, width));
    harness::Buffer<float> deviation(mean.size());
    harness::Buffer<int32_t> ids(static_cast<size_t>(part.searches));
    test::Latents<T> latents{part.rows, width, channels};
    values.fill(mean, -2, 2);
    values.fill(deviation, 0.1f, 3);
    for (size_t search = 0; search < ids.size(); ++search) {
        ids[search] = values.below(1 << 24);
    }
    harness::same_for_every_geometry(
            kernel, harness::rows_and_parts,
            SampleDiagonal{
                    part.chunk(control), latents.target(), mean.data(), deviation.data(), ids.data()},
            {{"the latents", latents.values}, {"the features", latents.features}});
    for (int row = 0; row < part.rows; ++row) {
        const int search = part.search(row);
        const test::Place place = {control[0].seed, part.individual(row), control[0].generation, 0,
                                   ids[static_cast<size_t>(search)], test::kLatents};
        for (int e = 0; e < width; ++e) {
            const size_t at = test::product(row, width) + static_cast<size_t>(e);
            const size_t of = test::product(search, width) + static_cast<size_t>(e);
            test::expect_near("element", at, latents.values[at], mean[of] + deviation[of] * test::normal(place, e),
                              3 * test::kNormalTolerance);
        }
    }
    latents.expect_features();
}

}  // namespace

KERNEL_CHECK(sample_diagonal) {
    for (const test::Part& part : test::parts) {
        check<float>("sample_diagonal", part, 1, 1);
        check<float>("sample_diagonal", part, 8, 2);
        check<float>("sample_diagonal", part, 37, 0);
        check<__nv_bfloat16>("sample_diagonal_fast", part, 8, 4);
        check<__nv_bfloat16>("sample_diagonal_fast", part, 39, 3);
    }
}
