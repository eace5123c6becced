// A step of the sampler: state and target in the edge layout [channels, length], the network output a feature map.
#include "individual.hpp"
#include "lanes.hpp"
#include "noise.hpp"

namespace elites {

namespace {

class UpdateSampler final : public IndividualOperation {
public:
    UpdateSampler(
            elites_operand state, elites_operand output, elites_operand target, int32_t channels, int32_t length,
            const SamplerCoefficients& coefficients, const NoiseIdentity& identity)
        : state_(state),
          output_(output),
          target_(target),
          channels_(channels),
          length_(length),
          coefficients_(coefficients),
          identity_(identity) {}

    void run(const Chunk& chunk) const override {
        chunk.with_features([&](auto type) { step<decltype(type)>(chunk); });
    }

    int64_t scratch_floats() const override {
        return coefficients_.next_noise > 0 ? row_normals_floats(static_cast<int64_t>(channels_) * length_) : 0;
    }

private:
    template <typename T>
    void step(const Chunk& chunk) const {
        int64_t width = static_cast<int64_t>(channels_) * length_;
        const float* state = chunk.rows_of(state_, width);
        FeatureShape shape = {channels_, length_};
        float* target = chunk.rows_of(target_, width);
        for (int32_t r = 0; r < chunk.rows; ++r, state += width, target += width) {
            const T* output = chunk.features<T>(output_) + shape.row(r);
            for (int32_t c = 0; c < channels_; ++c) {
                for (int32_t l = 0; l < length_; ++l) {
                    int32_t e = c * length_ + l;
                    float predicted = to_float(output[l * shape.position_stride() + c]);
                    target[e] = sampler_next(coefficients_, state[e], predicted);
                }
            }
            if (coefficients_.next_noise > 0) {
                add_noise(chunk, chunk.first_row + r, target);
            }
        }
    }

    void add_noise(const Chunk& chunk, int64_t row, float* target) const {
        int32_t width = channels_ * length_;
        int64_t individuals = chunk.population.individuals;
        SearchClock clock = chunk.control.clock(row / individuals);
        NoisePlace place = {
                static_cast<uint32_t>(
                        identity_.individuals == nullptr ? row % individuals : identity_.individuals[row]),
                identity_.generations == nullptr ? clock.generation
                                                 : static_cast<uint32_t>(identity_.generations[row]),
                static_cast<uint32_t>(coefficients_.step),
                static_cast<uint32_t>(identity_.searches[row / individuals]), kSamplerStream};
        float* normals = chunk.lane.scratch(scratch_floats());
        row_normals(clock.seed, place, width, normals);
        for (int32_t e = 0; e < width; ++e) {
            target[e] = fma_rn(coefficients_.next_noise, normals[e], target[e]);
        }
    }

    elites_operand state_, output_, target_;
    int32_t channels_, length_;
    SamplerCoefficients coefficients_;
    NoiseIdentity identity_;
};

}  // namespace

IndividualPointer make_update_sampler(
        elites_operand state, elites_operand output, elites_operand target, int32_t channels, int32_t length,
        const SamplerCoefficients& coefficients, const NoiseIdentity& identity) {
    return std::make_unique<UpdateSampler>(state, output, target, channels, length, coefficients, identity);
}

}  // namespace elites
