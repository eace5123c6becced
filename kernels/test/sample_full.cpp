#include "latents.hpp"
#include "noise.hpp"
#include "run.hpp"

namespace {

struct SampleFull {
    test::Chunk chunk;
    test::LatentTarget target;
    const float* mean;
    const float* factor;
    const int32_t* search_ids;
};

template <class T>
void check(const char* kernel, const test::Part& part, int width, int channels) {
    test::Values values(23);
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<float> mean(test::product(part.searches, width));
    harness::Buffer<float> factor(test::product(part.searches, width, width));
    harness::Buffer<int32_t> ids(static_cast<size_t>(part.searches));
    test::Latents<T> latents{part.rows, width, channels};
    values.fill(mean, -2, 2);
    // Above the diagonal the poison stays, which is NaN.
    for (int line = 0; line < part.searches * width; ++line) {
        for (int j = 0; j <= line % width; ++j) {
            factor[test::product(line, width) + static_cast<size_t>(j)] = values.between(-1, 1);
        }
    }
    for (size_t search = 0; search < ids.size(); ++search) {
        ids[search] = values.below(1 << 24);
    }
    harness::same_for_every_geometry(
            kernel, harness::blocks_of_256,
            SampleFull{part.chunk(control), latents.target(), mean.data(), factor.data(), ids.data()},
            {{"the latents", latents.values}, {"the features", latents.features}});
    for (int row = 0; row < part.rows; ++row) {
        const int search = part.search(row);
        const test::Place place = {control[0].seed, part.individual(row), control[0].generation, 0,
                                   ids[static_cast<size_t>(search)], test::kLatents};
        std::vector<double> normals;
        for (int e = 0; e < width; ++e) {
            normals.push_back(test::normal(place, e));
            const size_t line = test::product(search, width) + static_cast<size_t>(e);
            double wanted = mean[line];
            for (size_t j = 0; j < normals.size(); ++j) {
                wanted += factor[line * static_cast<size_t>(width) + j] * normals[j];
            }
            const size_t at = test::product(row, width) + static_cast<size_t>(e);
            test::expect_near("element", at, latents.values[at], wanted, 1e-4);
        }
    }
    latents.expect_features();
}

}  // namespace

KERNEL_CHECK(sample_full) {
    for (const test::Part& part : test::parts) {
        check<float>("sample_full", part, 5, 0);
        check<__nv_bfloat16>("sample_full_fast", part, 6, 2);
    }
    check<float>("sample_full", test::one_row, 1, 1);
    check<__nv_bfloat16>("sample_full", test::many_rows, 70, 7);
    check<float>("sample_full_fast", test::many_rows, 70, 2);
}
