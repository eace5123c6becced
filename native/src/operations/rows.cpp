// Moving and scaling rows.
#include <cstring>

#include "individual.hpp"
#include "row_length.hpp"

namespace elites {

namespace {

class Load final : public IndividualOperation {
public:
    Load(elites_operand source, elites_operand target, int32_t channels, int32_t length)
        : source_(source), target_(target), channels_(channels), length_(length) {}

    void run(const Chunk& chunk) const override {
        chunk.with_features([&](auto type) { turn<decltype(type)>(chunk); });
    }

private:
    template <typename T>
    void turn(const Chunk& chunk) const {
        FeatureShape shape = {channels_, length_};
        int64_t width = static_cast<int64_t>(channels_) * length_;
        const float* source = chunk.rows_of(source_, width);
        for (int32_t r = 0; r < chunk.rows; ++r, source += width) {
            T* target = chunk.features<T>(target_) + shape.row(r);
            for (int32_t l = 0; l < length_; ++l, target += shape.position_stride()) {
                for (int32_t c = 0; c < channels_; ++c) {
                    target[c] = rounded<T>(source[c * length_ + l]);
                }
            }
        }
    }

    elites_operand source_, target_;
    int32_t channels_, length_;
};

class Concatenate final : public IndividualOperation {
public:
    Concatenate(
            elites_operand first, int32_t first_channels, elites_operand second, int32_t second_channels,
            elites_operand target, int32_t length)
        : first_(first),
          second_(second),
          target_(target),
          first_channels_(first_channels),
          second_channels_(second_channels),
          length_(length) {}

    void run(const Chunk& chunk) const override {
        chunk.with_features([&](auto type) { join<decltype(type)>(chunk); });
    }

private:
    template <typename T>
    void join(const Chunk& chunk) const {
        const T* first = chunk.features<T>(first_);
        const T* second = chunk.features<T>(second_);
        T* target = chunk.features<T>(target_);
        for (int64_t i = 0; i < static_cast<int64_t>(chunk.tiles()) * length_ * kTile; ++i) {
            std::memcpy(target, first, sizeof(T) * first_channels_);
            std::memcpy(target + first_channels_, second, sizeof(T) * second_channels_);
            first += first_channels_;
            second += second_channels_;
            target += first_channels_ + second_channels_;
        }
    }

    elites_operand first_, second_, target_;
    int32_t first_channels_, second_channels_, length_;
};

class Affine final : public IndividualOperation {
public:
    Affine(
            elites_operand source, elites_operand target, int32_t width, int32_t parts, const float* scale,
            const float* shift)
        : source_(source), target_(target), width_(width), parts_(parts), scale_(scale), shift_(shift) {}

    void run(const Chunk& chunk) const override {
        const float* source = chunk.rows_of(source_, width_);
        float* target = chunk.rows_of(target_, width_);
        int32_t share = width_ / parts_;
        for (int32_t r = 0; r < chunk.rows; ++r) {
            for (int32_t part = 0; part < parts_; ++part) {
                for (int32_t e = 0; e < share; ++e, ++source, ++target) {
                    *target = fma_rn(scale_[part], *source, shift_[part]);
                }
            }
        }
    }

private:
    elites_operand source_, target_;
    int32_t width_, parts_;
    const float* scale_;
    const float* shift_;
};

class Rescale final : public IndividualOperation {
public:
    Rescale(elites_operand source, elites_operand target, int32_t width, float length)
        : source_(source), target_(target), width_(width), length_(length) {}

    void run(const Chunk& chunk) const override {
        const float* source = chunk.rows_of(source_, width_);
        float* target = chunk.rows_of(target_, width_);
        for (int32_t r = 0; r < chunk.rows; ++r, source += width_, target += width_) {
            double length = length_of(source, width_);
            // A row of zeros has no direction and stays. Not a maximum: NaN must stay NaN.
            double factor = length_ / (length < kShortest ? kShortest : length);
            for (int32_t e = 0; e < width_; ++e) {
                target[e] = static_cast<float>(source[e] * factor);
            }
        }
    }

private:
    static constexpr double kShortest = 1e-30;

    elites_operand source_, target_;
    int32_t width_;
    float length_;
};

}  // namespace

IndividualPointer make_load(elites_operand source, elites_operand target, int32_t channels, int32_t length) {
    return std::make_unique<Load>(source, target, channels, length);
}

IndividualPointer make_concatenate(
        elites_operand first, int32_t first_channels, elites_operand second, int32_t second_channels,
        elites_operand target, int32_t length) {
    return std::make_unique<Concatenate>(first, first_channels, second, second_channels, target, length);
}

IndividualPointer make_affine(
        elites_operand source, elites_operand target, int32_t width, int32_t parts, const float* scale,
        const float* shift) {
    return std::make_unique<Affine>(source, target, width, parts, scale, shift);
}

IndividualPointer make_rescale(elites_operand source, elites_operand target, int32_t width, float length) {
    return std::make_unique<Rescale>(source, target, width, length);
}

}  // namespace elites
