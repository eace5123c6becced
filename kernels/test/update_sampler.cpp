#include "noise.hpp"
#include "run.hpp"
#include "simt/language.hpp"

namespace {

struct Coefficients {
    float x0_state, x0_output, clip;
    float eps_state, eps_output, eps_x0;
    float next_x0, next_eps, next_noise;
    int32_t step;
};

struct UpdateSampler {
    test::Chunk chunk;
    const float* state;
    const void* output;
    float* target;
    const int32_t* search_ids;
    const int32_t* individuals;
    const int32_t* generations;
    Coefficients coefficients;
    int32_t channels, length;
};

double next(const Coefficients& c, double state, double output) {
    double x0 = c.x0_state * state + c.x0_output * output;
    x0 = x0 > c.clip ? c.clip : x0 < -c.clip ? -c.clip : x0;
    return c.next_x0 * x0 + c.next_eps * (c.eps_state * state + c.eps_output * output + c.eps_x0 * x0);
}

template <class T>
void check(const char* kernel, const test::Part& part, int channels, int length, bool named, float noise) {
    test::Values values(25);
    const int width = channels * length;
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<float> state(test::product(part.rows, width));
    harness::Buffer<T> output(state.size());
    harness::Buffer<float> target(state.size());
    harness::Buffer<int32_t> ids(static_cast<size_t>(part.searches));
    harness::Buffer<int32_t> individuals(test::product(part.searches, part.individuals));
    harness::Buffer<int32_t> generations(individuals.size());
    values.fill(state, -2, 2);
    for (size_t i = 0; i < output.size(); ++i) {
        output[i] = T(values.between(-2, 2));
    }
    output[output.size() / 2] = T(test::kNan);
    for (size_t search = 0; search < ids.size(); ++search) {
        ids[search] = values.below(1 << 24);
    }
    for (size_t i = 0; i < individuals.size(); ++i) {
        individuals[i] = values.below(1 << 30);
        generations[i] = values.below(1 << 20);
    }
    const Coefficients c = {1.1f, -0.4f, 1.5f, 0.3f, 0.7f, -0.2f, 0.9f, 0.35f, noise, 63};
    harness::same_for_every_geometry(
            kernel, harness::rows_and_parts,
            UpdateSampler{part.chunk(control), state.data(), output.data(), target.data(), ids.data(),
                          named ? individuals.data() : nullptr, named ? generations.data() : nullptr, c, channels,
                          length},
            {{"the target", target}});
    for (int row = 0; row < part.rows; ++row) {
        const size_t of_row = test::product(part.search(row), part.individuals)
                + static_cast<size_t>(part.individual(row));
        const test::Place place = {
                control[0].seed, named ? individuals[of_row] : part.individual(row),
                named ? static_cast<uint32_t>(generations[of_row]) : control[0].generation, 63,
                ids[static_cast<size_t>(part.search(row))], test::kSamplers};
        for (int e = 0; e < width; ++e) {
            const size_t at = test::product(row, width) + static_cast<size_t>(e);
            const size_t from = test::product(row, width)
                    + static_cast<size_t>(e % length * channels + e / length);
            double wanted = next(c, state[at], static_cast<float>(output[from]));
            if (noise > 0) {
                wanted += noise * test::normal(place, e);
            }
            test::expect_near("element", at, target[at], wanted, test::kNormalTolerance);
        }
    }
}

}  // namespace

KERNEL_CHECK(update_sampler) {
    for (const test::Part& part : test::parts) {
        check<float>("update_sampler_f32", part, 1, 1, false, 0.5f);
        check<float>("update_sampler_f32", part, 3, 5, true, 0.5f);
        check<__nv_bfloat16>("update_sampler_bf16", part, 2, 9, true, 0);
    }
}
