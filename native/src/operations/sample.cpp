// Latents from a proposal.
#include "individual.hpp"
#include "lanes.hpp"
#include "row_normals.hpp"

namespace elites {

namespace {

class Sample final : public IndividualOperation {
public:
    // With a factor the deviation is null, and the other way round.
    Sample(elites_operand latents, int32_t width, const float* mean, const float* deviation, const float* factor,
           const int32_t* search_ids)
        : latents_(latents),
          width_(width),
          mean_(mean),
          deviation_(deviation),
          factor_(factor),
          search_ids_(search_ids) {}

    void run(const Chunk& chunk) const override {
        float* normals = chunk.lane.scratch(scratch_floats());
        float* latents = chunk.rows_of(latents_, width_);
        for (int32_t r = 0; r < chunk.rows; ++r) {
            int64_t row = chunk.first_row + r;
            int64_t search = row / chunk.population.individuals;
            NoisePlace place = {
                    static_cast<uint32_t>(row % chunk.population.individuals), chunk.control.generation, 0,
                    static_cast<uint32_t>(search_ids_[search]), kLatentStream};
            row_normals(chunk.control.seed, place, width_, normals);
            const float* mean = mean_ + search * width_;
            float* z = latents + static_cast<int64_t>(r) * width_;
            if (factor_ == nullptr) {
                const float* deviation = deviation_ + search * width_;
                for (int32_t e = 0; e < width_; ++e) {
                    z[e] = fma_rn(deviation[e], normals[e], mean[e]);
                }
            } else {
                multiply_lower(factor_ + search * width_ * width_, normals, mean, z);
            }
        }
    }

    int64_t scratch_floats() const override { return row_normals_floats(width_); }

private:
    // z = mean + factor n, sums by index.
    void multiply_lower(const float* factor, const float* n, const float* mean, float* z) const {
        for (int32_t i = 0; i < width_; ++i) {
            const float* line = factor + static_cast<int64_t>(i) * width_;
            float sum = mean[i];
            for (int32_t j = 0; j <= i; ++j) {
                sum = fma_rn(line[j], n[j], sum);
            }
            z[i] = sum;
        }
    }

    elites_operand latents_;
    int32_t width_;
    const float* mean_;
    const float* deviation_;
    const float* factor_;
    const int32_t* search_ids_;
};

}  // namespace

IndividualPointer make_sample_diagonal(
        elites_operand latents, int32_t width, const float* mean, const float* deviation, const int32_t* search_ids) {
    return std::make_unique<Sample>(latents, width, mean, deviation, nullptr, search_ids);
}

IndividualPointer make_sample_full(
        elites_operand latents, int32_t width, const float* mean, const float* factor, const int32_t* search_ids) {
    return std::make_unique<Sample>(latents, width, mean, nullptr, factor, search_ids);
}

}  // namespace elites
