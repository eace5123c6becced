// A convolution, then its epilogue while the tile is in the cache.
#include "individual.hpp"
#include "lanes.hpp"

namespace elites {

namespace {

class Convolve final : public IndividualOperation {
public:
    Convolve(
            elites_operand source, elites_operand target, const Convolution& convolution, const Epilogue& epilogue,
            bool has_residual, elites_operand residual)
        : source_(source),
          target_(target),
          convolution_(convolution),
          source_shape_{convolution.shape().in, convolution.shape().length},
          result_{convolution.shape().out, convolution.shape().out_length()},
          epilogue_(epilogue),
          has_residual_(has_residual),
          residual_(residual) {}

    void run(const Chunk& chunk) const override {
        chunk.with_features([&](auto type) { convolve<decltype(type)>(chunk); });
    }

    int64_t scratch_floats() const override {
        return convolution_.scratch_floats() + result_.tile_size() + norm_scratch_floats(result_);
    }

private:
    template <typename T>
    void convolve(const Chunk& chunk) const {
        const T* source = chunk.features<T>(source_);
        T* target = chunk.features<T>(target_);
        const T* residual = has_residual_ ? chunk.features<T>(residual_) : nullptr;
        float* scratch = chunk.lane.scratch(scratch_floats());
        float* result = scratch + convolution_.scratch_floats();
        float* rest = result + result_.tile_size();
        bool stored = epilogue_.is_identity() && residual == nullptr;
        for (int32_t tile = 0; tile < chunk.tiles(); ++tile) {
            const T* in = source + tile * source_shape_.tile_size();
            T* out = target + tile * result_.tile_size();
            const T* added = residual == nullptr ? nullptr : residual + tile * result_.tile_size();
            if constexpr (sizeof(T) == sizeof(float)) {
                convolution_.run_tile(chunk.lane, in, out, scratch);
                if (!stored) {
                    apply_epilogue(epilogue_, result_, out, added, out, rest);
                }
            } else if (convolution_.gives_bfloat16()) {
                convolution_.run_tile(chunk.lane, in, out, scratch);
            } else {
                convolution_.run_tile(chunk.lane, in, result, scratch);
                apply_epilogue(epilogue_, result_, result, added, out, rest);
            }
        }
    }

    elites_operand source_, target_;
    const Convolution& convolution_;
    FeatureShape source_shape_, result_;
    Epilogue epilogue_;
    bool has_residual_;
    elites_operand residual_;
};

class Normalize final : public IndividualOperation {
public:
    Normalize(elites_operand source, elites_operand target, int32_t channels, int32_t length, const Norm& norm)
        : source_(source), target_(target), shape_{channels, length} {
        epilogue_.norm = norm;
    }

    void run(const Chunk& chunk) const override {
        chunk.with_features([&](auto type) { normalize<decltype(type)>(chunk); });
    }

    int64_t scratch_floats() const override { return norm_scratch_floats(shape_); }

private:
    template <typename T>
    void normalize(const Chunk& chunk) const {
        const T* source = chunk.features<T>(source_);
        const T* none = nullptr;
        T* target = chunk.features<T>(target_);
        float* scratch = chunk.lane.scratch(scratch_floats());
        for (int32_t tile = 0; tile < chunk.tiles(); ++tile) {
            apply_epilogue(epilogue_, shape_, source, none, target, scratch);
            source += shape_.tile_size();
            target += shape_.tile_size();
        }
    }

    elites_operand source_, target_;
    FeatureShape shape_;
    Epilogue epilogue_;
};

}  // namespace

IndividualPointer make_convolve(
        elites_operand source, elites_operand target, const Convolution& convolution, const Epilogue& epilogue,
        bool has_residual, elites_operand residual) {
    return std::make_unique<Convolve>(source, target, convolution, epilogue, has_residual, residual);
}

IndividualPointer make_normalize(
        elites_operand source, elites_operand target, int32_t channels, int32_t length, const Norm& norm) {
    return std::make_unique<Normalize>(source, target, channels, length, norm);
}

}  // namespace elites
