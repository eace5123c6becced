// Latents from a mixture of Gaussians with independent coordinates.
#include <algorithm>
#include <limits>

#include "elites/mixture.h"
#include "individual.hpp"
#include "lanes.hpp"
#include "latent_place.hpp"
#include "noise.hpp"

namespace elites {

namespace {

class SampleMixture final : public IndividualOperation {
public:
    SampleMixture(
            elites_operand latents, int32_t width, int32_t components, const float* weights, const float* means,
            const float* deviations, const int32_t* search_ids, int32_t* chosen)
        : latents_(latents),
          width_(width),
          components_(components),
          weights_(weights),
          means_(means),
          deviations_(deviations),
          search_ids_(search_ids),
          chosen_(chosen) {}

    void run(const Chunk& chunk) const override {
        float* normals = chunk.lane.scratch(scratch_floats());
        float* latents = chunk.rows_of(latents_, width_);
        for (int32_t r = 0; r < chunk.rows; ++r) {
            int64_t row = chunk.first_row + r;
            int64_t search = row / chunk.population.individuals;
            NoisePlace place = latent_place(chunk, row, search_ids_);
            uint64_t seed = chunk.control.clock(search).seed;
            place.stream = kMixtureStream;
            uint32_t word = noise_words(seed, 0, place).w0;
            int32_t component = mixture_component(word, weights_ + search * components_, components_);
            chosen_[row] = component;
            float* z = latents + static_cast<int64_t>(r) * width_;
            if (component < 0) {
                std::fill(z, z + width_, std::numeric_limits<float>::quiet_NaN());
                continue;
            }
            place.stream = kLatentStream;
            row_normals(seed, place, width_, normals);
            int64_t line = (search * components_ + component) * width_;
            for (int32_t e = 0; e < width_; ++e) {
                z[e] = fma_rn(deviations_[line + e], normals[e], means_[line + e]);
            }
        }
    }

    int64_t scratch_floats() const override { return row_normals_floats(width_); }

private:
    elites_operand latents_;
    int32_t width_, components_;
    const float* weights_;
    const float* means_;
    const float* deviations_;
    const int32_t* search_ids_;
    int32_t* chosen_;
};

}  // namespace

IndividualPointer make_sample_mixture(
        elites_operand latents, int32_t width, int32_t components, const float* weights, const float* means,
        const float* deviations, const int32_t* search_ids, int32_t* chosen) {
    return std::make_unique<SampleMixture>(
            latents, width, components, weights, means, deviations, search_ids, chosen);
}

}  // namespace elites
