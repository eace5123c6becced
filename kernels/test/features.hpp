// Feature maps in double, and what follows a convolution, as kernels are told of it: a twin of epilogue.h.
#pragma once

#include <vector>

#include "simt/language.hpp"
#include "values.hpp"

namespace test {

enum Norm : int32_t { kNoNorm = 0, kGroupNorm = 1, kRmsNorm = 2 };
enum Activation : int32_t { kNone = 0, kSilu = 1, kMish = 2, kGelu = 3 };

struct Epilogue {
    const void* residual;
    const float* gain;
    const float* bias;
    const float* scale_shift;
    int32_t norm, groups;
    float epsilon;
    int32_t activation;
};

inline Epilogue nothing() {
    return {nullptr, nullptr, nullptr, nullptr, kNoNorm, 1, 0, kNone};
}

// Constants of every kind of epilogue.
struct EpilogueConstants {
    harness::Buffer<float> gain, bias, scale_shift;

    EpilogueConstants(Values& values, int channels)
            : gain(product(channels, 1)), bias(product(channels, 1)), scale_shift(product(2, channels)) {
        values.fill(gain, 0.5f, 1.5f);
        values.fill(bias, -1, 1);
        values.fill(scale_shift, -0.5f, 0.5f);
    }

    Epilogue of(Norm norm, int groups, bool modulated, Activation activation, const void* residual) {
        return {residual, norm == kNoNorm ? nullptr : gain.data(), norm == kGroupNorm ? bias.data() : nullptr,
                modulated ? scale_shift.data() : nullptr, norm, groups, 1e-5f, activation};
    }
};

inline double activated(double x, int32_t activation) {
    switch (activation) {
        case kSilu:
            return x / (1 + std::exp(-x));
        case kMish:
            return x * std::tanh(std::log1p(std::exp(x)));
        case kGelu:
            return x * 0.5 * std::erfc(-x / std::sqrt(2.0));
        default:
            return x;
    }
}

// Finishes the feature map [length, channels] of one row; the residual is added by the caller.
inline void finish(std::vector<double>& x, int length, int channels, const Epilogue& epilogue) {
    auto at = [&](int position, int c) -> double& { return x[product(position, channels) + static_cast<size_t>(c)]; };
    if (epilogue.norm == kGroupNorm) {
        const int width = channels / epilogue.groups;
        for (int first = 0; first < channels; first += width) {
            double sum = 0;
            double squares = 0;
            for (int pass = 0; pass < 2; ++pass) {
                for (int i = 0; i < width * length; ++i) {
                    const double value = at(i / width, first + i % width);
                    sum += pass == 0 ? value : 0;
                    squares += pass == 0 ? 0 : std::pow(value - sum / (width * length), 2);
                }
            }
            for (int i = 0; i < width * length; ++i) {
                double& value = at(i / width, first + i % width);
                const auto c = static_cast<size_t>(first + i % width);
                value = (value - sum / (width * length)) / std::sqrt(squares / (width * length) + epilogue.epsilon)
                                * epilogue.gain[c]
                        + epilogue.bias[c];
            }
        }
    }
    for (int position = 0; position < length; ++position) {
        double squares = 0;
        for (int c = 0; c < channels; ++c) {
            squares += at(position, c) * at(position, c);
        }
        for (int c = 0; c < channels; ++c) {
            double& value = at(position, c);
            if (epilogue.norm == kRmsNorm) {
                value *= std::sqrt(channels) / std::max(std::sqrt(squares), 1e-12) * epilogue.gain[c];
            }
            if (epilogue.scale_shift != nullptr) {
                value = value * (1 + static_cast<double>(epilogue.scale_shift[c])) + epilogue.scale_shift[channels + c];
            }
            value = activated(value, epilogue.activation);
        }
    }
}

// How far a kernel may be off where values are about 1: roundings of its sums, and of what it stores.
template <class T>
constexpr double tolerance = sizeof(T) == 2 ? 2e-2 : 3e-5;

template <class T>
void fill(Values& values, harness::Buffer<T>& buffer, float least, float greatest) {
    for (size_t i = 0; i < buffer.size(); ++i) {
        buffer[i] = T(values.between(least, greatest));
    }
}

}  // namespace test
