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
          epilogue_(epilogue),
          has_residual_(has_residual),
          residual_(residual) {}

    void run(const Chunk& chunk) const override {
        chunk.with_features([&](auto type) { convolve<decltype(type)>(chunk); });
    }

    int64_t scratch_floats() const override {
        const ConvolutionShape& shape = convolution_.shape();
        return convolution_.scratch_floats() + kTile * out_width() + norm_scratch_floats(shape.out, shape.out_length());
    }

private:
    int64_t out_width() const {
        return static_cast<int64_t>(convolution_.shape().out_length()) * convolution_.shape().out;
    }

    template <typename T>
    void convolve(const Chunk& chunk) const {
        const ConvolutionShape& shape = convolution_.shape();
        int64_t in_width = static_cast<int64_t>(shape.length) * shape.in;
        const T* source = chunk.features<T>(source_);
        T* target = chunk.features<T>(target_);
        const T* residual = has_residual_ ? chunk.features<T>(residual_) : nullptr;
        float* scratch = chunk.lane.scratch(scratch_floats());
        bool stored = epilogue_.is_identity() && residual == nullptr;
        for (int32_t tile = 0; tile < chunk.tiles(); ++tile) {
            int64_t row = static_cast<int64_t>(tile) * kTile;
            const T* in = source + row * in_width;
            T* out = target + row * out_width();
            if constexpr (sizeof(T) == sizeof(float)) {
                convolution_.run_tile(chunk.lane, in, out, scratch);
                if (!stored) {
                    finish(out, residual, row, out, scratch);
                }
            } else if (convolution_.gives_bfloat16()) {
                convolution_.run_tile(chunk.lane, in, out, scratch);
            } else {
                float* result = scratch + convolution_.scratch_floats();
                convolution_.run_tile(chunk.lane, in, result, scratch);
                finish(result, residual, row, out, result + kTile * out_width());
            }
        }
    }

    // The epilogue of a tile whose first row is `row`.
    template <typename T>
    void finish(const float* result, const T* residual, int64_t row, T* target, float* scratch) const {
        for (int64_t r = 0; r < kTile; ++r) {
            apply_epilogue(
                    epilogue_, convolution_.shape().out, convolution_.shape().out_length(), result + r * out_width(),
                    residual == nullptr ? nullptr : residual + (row + r) * out_width(), target + r * out_width(),
                    scratch);
        }
    }

    elites_operand source_, target_;
    const Convolution& convolution_;
    Epilogue epilogue_;
    bool has_residual_;
    elites_operand residual_;
};

class Normalize final : public IndividualOperation {
public:
    Normalize(elites_operand source, elites_operand target, int32_t channels, int32_t length, const Norm& norm)
        : source_(source), target_(target), channels_(channels), length_(length) {
        epilogue_.norm = norm;
    }

    void run(const Chunk& chunk) const override {
        chunk.with_features([&](auto type) { normalize<decltype(type)>(chunk); });
    }

    int64_t scratch_floats() const override {
        return norm_scratch_floats(channels_, length_) + static_cast<int64_t>(channels_) * length_;
    }

private:
    template <typename T>
    void normalize(const Chunk& chunk) const {
        int64_t width = static_cast<int64_t>(channels_) * length_;
        const T* source = chunk.features<T>(source_);
        T* target = chunk.features<T>(target_);
        float* scratch = chunk.lane.scratch(scratch_floats());
        float* unpacked = scratch + norm_scratch_floats(channels_, length_);
        for (int32_t r = 0; r < chunk.rows; ++r, source += width, target += width) {
            const T* none = nullptr;
            if constexpr (sizeof(T) == sizeof(float)) {
                apply_epilogue(epilogue_, channels_, length_, source, none, target, scratch);
            } else {
                convert(source, width, unpacked);
                apply_epilogue(epilogue_, channels_, length_, unpacked, none, target, scratch);
            }
        }
    }

    elites_operand source_, target_;
    int32_t channels_, length_;
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
