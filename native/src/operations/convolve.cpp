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
        const ConvolutionShape& shape = convolution_.shape();
        int64_t in_width = static_cast<int64_t>(shape.length) * shape.in;
        int64_t out_width = static_cast<int64_t>(shape.out_length()) * shape.out;
        const float* source = chunk.rows_of(source_, in_width);
        float* target = chunk.rows_of(target_, out_width);
        const float* residual = has_residual_ ? chunk.rows_of(residual_, out_width) : nullptr;
        bool plain = epilogue_.is_identity() && residual == nullptr;
        for (int32_t tile = 0; tile < chunk.tiles(); ++tile) {
            int64_t row = static_cast<int64_t>(tile) * kTile;
            convolution_.run_tile(chunk.lane, source + row * in_width, target + row * out_width);
            if (plain) {
                continue;
            }
            float* coefficients = chunk.lane.scratch(scratch_floats());
            for (int64_t r = row; r < row + kTile; ++r) {
                apply_epilogue(
                        epilogue_, shape.out, shape.out_length(), target + r * out_width,
                        residual == nullptr ? nullptr : residual + r * out_width, target + r * out_width, coefficients);
            }
        }
    }

    int64_t scratch_floats() const override {
        return std::max(convolution_.scratch_floats(), norm_scratch_floats(convolution_.shape().out));
    }

private:
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
        int64_t width = static_cast<int64_t>(channels_) * length_;
        const float* source = chunk.rows_of(source_, width);
        float* target = chunk.rows_of(target_, width);
        float* coefficients = chunk.lane.scratch(scratch_floats());
        for (int32_t r = 0; r < chunk.rows; ++r) {
            apply_epilogue(
                    epilogue_, channels_, length_, source + r * width, nullptr, target + r * width, coefficients);
        }
    }

    int64_t scratch_floats() const override { return norm_scratch_floats(channels_); }

private:
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
