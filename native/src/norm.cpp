#include "norm.hpp"

#include <algorithm>

#include "coarse.hpp"
#include "elites/elementary.h"
#include "interleaved.hpp"
#include "strands.hpp"

namespace elites {

namespace {

// Positions whose moments are found in one pass about the first of them. What is subtracted at its end is up to
// length * (first - mean)^2, and the sum that it is subtracted from has an error of up to `length` roundings: the square of
// the length in all, where the first is far from the others. Longer maps join the moments of such blocks.
constexpr int32_t kMomentsBlock = 32;

// Over positions, for kVectors vectors of channels: the mean, and the sum of squares about it.
template <int32_t kVectors>
struct ChannelMoments {
    Floats16 mean[kVectors], squares[kVectors];

    template <typename S>
    ChannelMoments(const S* x, int64_t stride, int32_t length) {
        Floats16 first[kVectors], sum[kVectors];
#pragma GCC unroll 4
        for (int32_t v = 0; v < kVectors; ++v) {
            first[v] = load(x + v * kVector);
            sum[v] = 0.0f;
            squares[v] = 0.0f;
        }
        for (int32_t l = 1; l < length; ++l) {
            x += stride;
#pragma GCC unroll 4
            for (int32_t v = 0; v < kVectors; ++v) {
                Floats16 difference = load(x + v * kVector) - first[v];
                sum[v] = sum[v] + difference;
                squares[v] = fma_rn(difference, difference, squares[v]);
            }
        }
#pragma GCC unroll 4
        for (int32_t v = 0; v < kVectors; ++v) {
            Floats16 shift = sum[v] * (1.0f / static_cast<float>(length));
            mean[v] = first[v] + shift;
            squares[v] = at_least(fma_rn(-sum[v], shift, squares[v]), 0.0f);
        }
    }

    // Adds those of `count` positions to those of `length` (Chan, Golub and LeVeque 1983): nothing is subtracted.
    void add(const ChannelMoments& other, int32_t length, int32_t count) {
        float share = static_cast<float>(count) / static_cast<float>(length + count);
        for (int32_t v = 0; v < kVectors; ++v) {
            Floats16 distance = other.mean[v] - mean[v];
            mean[v] = fma_rn(distance, share, mean[v]);
            Floats16 between = distance * (static_cast<float>(length) * share);
            squares[v] = squares[v] + fma_rn(distance, between, other.squares[v]);
        }
    }
};

template <int32_t kVectors, typename S>
void channel_moments(const S* x, int64_t stride, int32_t length, float* mean, float* squares) {
    int32_t done = std::min(length, kMomentsBlock);
    ChannelMoments<kVectors> all(x, stride, done);
    while (done < length) {
        int32_t count = std::min(length - done, kMomentsBlock);
        all.add({x + done * stride, stride, count}, done, count);
        done += count;
    }
#pragma GCC unroll 4
    for (int32_t v = 0; v < kVectors; ++v) {
        store(mean + v * kVector, all.mean[v]);
        store(squares + v * kVector, all.squares[v]);
    }
}

// Sums over the channels of kTile groups: of the means about the first, of their squares about it, and of the sums of
// squares.
struct GroupSums {
    Floats16 shift, square, within;

    GroupSums(const float* means, const float* squares, int32_t channels) {
        if (channels % kVector == 0) {
            Floats16 shifts[kTile], products[kTile], rests[kTile];
            for (int32_t g = 0; g < kTile; ++g, means += channels, squares += channels) {
                shifts[g] = products[g] = rests[g] = 0.0f;
                for (int32_t c = 0; c < channels; c += kVector) {
                    Floats16 difference = load(means + c) - means[0];
                    shifts[g] = shifts[g] + difference;
                    products[g] = fma_rn(difference, difference, products[g]);
                    rests[g] = rests[g] + load(squares + c);
                }
            }
            shift = sums_of(shifts);
            square = sums_of(products);
            within = sums_of(rests);
            return;
        }
        float shifts[kTile] = {}, products[kTile] = {}, rests[kTile] = {};
        for (int32_t g = 0; g < kTile; ++g, means += channels, squares += channels) {
            for (int32_t c = 0; c < channels; ++c) {
                float difference = means[c] - means[0];
                shifts[g] += difference;
                products[g] = fma_rn(difference, difference, products[g]);
                rests[g] += squares[c];
            }
        }
        shift = load(shifts);
        square = load(products);
        within = load(rests);
    }
};

// Statistics, gain, bias and modulation, folded into y = a * x + b for the numbers of a block: kTile groups of channels
// that stand side by side at a position, or all of them where the norm has no groups.
class Coefficients {
public:
    Coefficients(const Epilogue& epilogue, const FeatureShape& shape, float* scratch)
        : norm_(epilogue.norm),
          scale_shift_(epilogue.scale_shift),
          shape_(shape),
          group_(norm_.kind == NormKind::kGroup ? shape.channels / norm_.groups : shape.channels),
          a_(scratch),
          b_(scratch + block()) {}

    int64_t block() const { return static_cast<int64_t>(kTile) * group_; }
    // Null where y = x.
    const float* a() const { return is_identity() ? nullptr : a_; }
    const float* b() const { return b_; }

    // x is the block's first position, `first` its place there.
    template <typename S>
    void of_block(const S* x, int64_t first) {
        if (norm_.kind == NormKind::kGroup) {
            group(x, first);
            modulate(first);
        } else if (norm_.kind == NormKind::kRms) {
            std::fill(b_, b_ + block(), 0.0f);
        } else if (!is_identity()) {
            std::fill(a_, a_ + block(), 1.0f);
            std::fill(b_, b_ + block(), 0.0f);
            modulate(first);
        }
    }

    // What differs from position to position.
    template <typename S>
    void of_position(const S* x) {
        if (norm_.kind == NormKind::kRms) {
            root_mean_square(x);
            if (scale_shift_ != nullptr) {
                std::fill(b_, b_ + block(), 0.0f);
                modulate(0);
            }
        }
    }

private:
    bool is_identity() const { return norm_.kind == NormKind::kNone && scale_shift_ == nullptr; }

    template <typename S>
    void group(const S* x, int64_t first) {
        static_assert(kTile == kVector, "The groups of a block fill a vector.");
        moments(x);
        GroupSums sums(b_, a_, group_);
        float firsts[kTile], mean[kTile], inverse_deviation[kTile];
        for (int32_t g = 0; g < kTile; ++g) {
            firsts[g] = b_[g * group_];
        }
        float inverse_width = 1.0f / static_cast<float>(group_);
        float inverse_count = inverse_width / static_cast<float>(shape_.length);
        Floats16 shift = sums.shift * inverse_width;
        store(mean, load(firsts) + shift);
        // As in ChannelMoments, over channels, which are fewer.
        Floats16 between = fma_rn(-sums.shift, shift, sums.square);
        Floats16 variance = fma_rn(between, static_cast<float>(shape_.length), sums.within);
        Floats16 deviation = sqrt_rn(fma_rn(at_least(variance, 0.0f), inverse_count, norm_.epsilon));
        store(inverse_deviation, Floats16(1.0f) / nan_unless_finite(deviation));
        for_each_group(first, [&](int32_t g, int32_t channel, float* __restrict a, float* __restrict b) {
            for (int32_t c = 0; c < group_; ++c) {
                a[c] = norm_.gain[channel + c] * inverse_deviation[g];
                b[c] = norm_.bias[channel + c] - mean[g] * a[c];
            }
        });
    }

    // work(group of the block, its first channel, a, b)
    template <typename Work>
    void for_each_group(int64_t first, Work work) {
        auto channel = static_cast<int32_t>(first % shape_.channels);
        for (int32_t g = 0; g < kTile; ++g) {
            work(g, channel, a_ + g * group_, b_ + g * group_);
            channel = channel + group_ == shape_.channels ? 0 : channel + group_;
        }
    }

    // Of the block's channels: means into b, sums of squares into a.
    template <typename S>
    void moments(const S* x) {
        int64_t stride = shape_.position_stride();
        int64_t i = 0;
        for (; i + 4 * kVector <= block(); i += 4 * kVector) {
            channel_moments<4>(x + i, stride, shape_.length, b_ + i, a_ + i);
        }
        for (; i < block(); i += kVector) {
            channel_moments<1>(x + i, stride, shape_.length, b_ + i, a_ + i);
        }
    }

    // a = gain[c] sqrt(channels) / max(||x[r]||, 1e-12)
    template <typename S>
    void root_mean_square(const S* x) {
        Floats16 length = nan_unless_finite(sqrt_rn(squares(x)));
        float factors[kTile];
        store(factors, sqrt_rn(Floats16(static_cast<float>(shape_.channels))) / at_least(length, 1e-12f));
        for_each_group(0, [&](int32_t r, int32_t, float* __restrict a, float*) {
            for (int32_t c = 0; c < shape_.channels; ++c) {
                a[c] = norm_.gain[c] * factors[r];
            }
        });
    }

    // Of each row the sum of its squares.
    template <typename S>
    Floats16 squares(const S* x) const {
        if (shape_.channels % kVector == 0) {
            Floats16 sums[kTile];
            for (Floats16& sum : sums) {
                sum = 0.0f;
                for (int32_t c = 0; c < shape_.channels; c += kVector) {
                    Floats16 numbers = load(x + c);
                    sum = fma_rn(numbers, numbers, sum);
                }
                x += shape_.channels;
            }
            return sums_of(sums);
        }
        float sums[kTile];
        for (float& sum : sums) {
            sum = sum_in_strands<float>(shape_.channels, [x](float former, int32_t c) {
                return fma_rn(to_float(x[c]), to_float(x[c]), former);
            });
            x += shape_.channels;
        }
        return load(sums);
    }

    void modulate(int64_t first) {
        if (scale_shift_ == nullptr) {
            return;
        }
        const float* scales = scale_shift_;
        const float* shifts = scale_shift_ + shape_.channels;
        for_each_group(first, [=, this](int32_t, int32_t channel, float* __restrict a, float* __restrict b) {
            for (int32_t c = 0; c < group_; ++c) {
                float scale = 1.0f + scales[channel + c];
                a[c] *= scale;
                b[c] = fma_rn(b[c], scale, shifts[channel + c]);
            }
        });
    }

    const Norm& norm_;
    const float* scale_shift_;
    const FeatureShape& shape_;
    int32_t group_;
    float* a_;
    float* b_;
};

// y = residual + activation(a * x + b) for the numbers of a block at one position, which are whole vectors.
template <typename S, typename T>
struct Finish {
    int64_t count;
    const S* x;
    const float* a;
    const float* b;
    const T* residual;
    T* y;

    template <bool kAffine, Activation kActivation, bool kResidual>
    void run() const {
        int64_t i = 0;
        for (; i + kInterleaved * kVector <= count; i += kInterleaved * kVector) {
            step<ManyFloats, kAffine, kActivation, kResidual>(i, [](const auto* at) { return load_many(at); });
        }
        for (; i < count; i += kVector) {
            step<Floats16, kAffine, kActivation, kResidual>(i, [](const auto* at) { return load(at); });
        }
    }

    template <typename Floats, bool kAffine, Activation kActivation, bool kResidual, typename Load>
    void step(int64_t i, Load load) const {
        Floats value = load(x + i);
        if constexpr (kAffine) {
            value = fma_rn(value, load(a + i), load(b + i));
        }
        if constexpr (kActivation == Activation::kSilu) {
            if constexpr (sizeof(T) < sizeof(float)) {
                value = coarse_silu(value);
            } else {
                value = silu(value);
            }
        } else if constexpr (kActivation == Activation::kMish) {
            value = mish(value);
        } else if constexpr (kActivation == Activation::kGelu) {
            value = gelu(value);
        }
        if constexpr (kResidual) {
            value = value + load(residual + i);
        }
        store(y + i, value);
    }

    template <bool kAffine, Activation kActivation>
    void run() const {
        residual != nullptr ? run<kAffine, kActivation, true>() : run<kAffine, kActivation, false>();
    }

    template <Activation kActivation>
    void run() const {
        a != nullptr ? run<true, kActivation>() : run<false, kActivation>();
    }

    void run(Activation activation) const {
        switch (activation) {
            case Activation::kNone:
                return run<Activation::kNone>();
            case Activation::kSilu:
                return run<Activation::kSilu>();
            case Activation::kMish:
                return run<Activation::kMish>();
            case Activation::kGelu:
                return run<Activation::kGelu>();
        }
    }
};

}  // namespace

template <typename S, typename T>
void apply_epilogue(
        const Epilogue& epilogue, const FeatureShape& shape, const S* source, const T* residual, T* target,
        float* scratch) {
    int64_t stride = shape.position_stride();
    Coefficients coefficients(epilogue, shape, scratch);
    int64_t count = coefficients.block();
    for (int64_t first = 0; first < stride; first += count) {
        coefficients.of_block(source + first, first);
        for (int32_t l = 0; l < shape.length; ++l) {
            int64_t at = l * stride + first;
            coefficients.of_position(source + at);
            const T* added = residual == nullptr ? nullptr : residual + at;
            Finish<S, T>{count, source + at, coefficients.a(), coefficients.b(), added, target + at}.run(
                    epilogue.activation);
        }
    }
}

template void apply_epilogue(const Epilogue&, const FeatureShape&, const float*, const float*, float*, float*);
template void apply_epilogue(const Epilogue&, const FeatureShape&, const float*, const Bfloat16*, Bfloat16*, float*);
template void apply_epilogue(
        const Epilogue&, const FeatureShape&, const Bfloat16*, const Bfloat16*, Bfloat16*, float*);

}  // namespace elites
