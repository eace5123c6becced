#include "latents.hpp"
#include "noise.hpp"
#include "run.hpp"

namespace {

struct SampleMixture {
    test::Chunk chunk;
    test::LatentTarget target;
    const float* weights;
    const float* means;
    const float* deviations;
    const int32_t* search_ids;
    int32_t* chosen;
    int32_t components;
};

bool counts(float weight) {
    return weight > 0 && weight < test::kInfinity;
}

int component(const test::Place& place, const float* weights, int components) {
    double total = 0;
    for (int m = 0; m < components; ++m) {
        total += counts(weights[m]) ? weights[m] : 0.0;
    }
    const double drawn = test::words(place, 0)[0] * 0x1p-32 * total;
    double sum = 0;
    for (int m = 0; m < components; ++m) {
        sum += counts(weights[m]) ? weights[m] : 0.0;
        if (drawn < sum) {
            return m;
        }
    }
    return -1;
}

template <class T>
void check(const char* kernel, const test::Part& part, int width, int channels, int components) {
    test::Values values(22);
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<float> weights(test::product(part.searches, components));
    harness::Buffer<float> means(test::product(part.searches, components, width));
    harness::Buffer<float> deviations(means.size());
    harness::Buffer<int32_t> ids(static_cast<size_t>(part.searches));
    test::Latents<T> latents{part.rows, width, channels};
    harness::Buffer<int32_t> chosen(static_cast<size_t>(part.rows));
    values.fill(weights, 0.1f, 1);
    values.fill(means, -2, 2);
    values.fill(deviations, 0.1f, 3);
    for (int search = 0; search < part.searches; ++search) {
        ids[static_cast<size_t>(search)] = values.below(1 << 24);
        // The last of several components counts for nothing, and the last of several searches has none that does.
        float* of_search = weights.data() + search * components;
        if (components > 1) {
            of_search[components - 1] = search == 0 ? test::kNan : -1;
        }
        for (int m = 0; m < components && search > 0 && search == part.searches - 1; ++m) {
            of_search[m] = 0;
        }
    }
    harness::same_for_every_geometry(
            kernel, harness::rows_and_parts,
            SampleMixture{part.chunk(control), latents.target(), weights.data(), means.data(), deviations.data(),
                          ids.data(), chosen.data(), components},
            {{"the latents", latents.values}, {"the features", latents.features}, {"the components", chosen}});
    for (int row = 0; row < part.rows; ++row) {
        const int search = part.search(row);
        test::Place place = {control[0].seed, part.individual(row), control[0].generation, 0,
                             ids[static_cast<size_t>(search)], test::kMixtures};
        const int m = component(place, weights.data() + search * components, components);
        test::expect_equal("the component of row", static_cast<size_t>(row), chosen[static_cast<size_t>(row)], m);
        place.stream = test::kLatents;
        for (int e = 0; e < width; ++e) {
            const size_t at = test::product(row, width) + static_cast<size_t>(e);
            const int of = (search * components + m) * width + e;
            const double wanted = m < 0 ? test::kNan
                                        : means.data()[of] + deviations.data()[of] * test::normal(place, e);
            test::expect_near("element", at, latents.values[at], wanted, 3 * test::kNormalTolerance);
        }
    }
    latents.expect_features();
}

}  // namespace

KERNEL_CHECK(sample_mixture) {
    for (const test::Part& part : test::parts) {
        check<float>("sample_mixture", part, 1, 0, 1);
        check<float>("sample_mixture", part, 8, 2, 3);
        check<float>("sample_mixture", part, 37, 1, 4);
        check<__nv_bfloat16>("sample_mixture_fast", part, 8, 4, 3);
        check<__nv_bfloat16>("sample_mixture_fast", part, 39, 3, 4);
    }
}
