#include "noise.hpp"
#include "run.hpp"

namespace {

struct SampleDiagonal {
    test::Chunk chunk;
    float* latents;
    const float* mean;
    const float* deviation;
    const int32_t* search_ids;
    int32_t width;
};

void check(const char* kernel, const test::Part& part, int width) {
    test::Values values(21);
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<float> mean(test::product(part.searches, width));
    harness::Buffer<float> deviation(mean.size());
    harness::Buffer<int32_t> ids(static_cast<size_t>(part.searches));
    harness::Buffer<float> latents(test::product(part.rows, width));
    values.fill(mean, -2, 2);
    values.fill(deviation, 0.1f, 3);
    for (size_t search = 0; search < ids.size(); ++search) {
        ids[search] = values.below(1 << 24);
    }
    harness::same_for_every_geometry(
            kernel, harness::rows_and_parts,
            SampleDiagonal{
                    part.chunk(control), latents.data(), mean.data(), deviation.data(), ids.data(), width},
            {{"the latents", latents}});
    for (int row = 0; row < part.rows; ++row) {
        const int search = part.search(row);
        const test::Place place = {control[0].seed, part.individual(row), control[0].generation, 0,
                                   ids[static_cast<size_t>(search)], test::kLatents};
        for (int e = 0; e < width; ++e) {
            const size_t at = test::product(row, width) + static_cast<size_t>(e);
            const size_t of = test::product(search, width) + static_cast<size_t>(e);
            test::expect_near("element", at, latents[at], mean[of] + deviation[of] * test::normal(place, e),
                              3 * test::kNormalTolerance);
        }
    }
}

}  // namespace

KERNEL_CHECK(sample_diagonal) {
    for (const char* kernel : {"sample_diagonal", "sample_diagonal_fast"}) {
        for (const test::Part& part : test::parts) {
            check(kernel, part, 1);
            check(kernel, part, 8);
            check(kernel, part, 37);
        }
    }
}
