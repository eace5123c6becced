// The numbers that feature maps are stored as: float32, or bfloat16, its upper half. Arithmetic is float32.
#pragma once

#include <cstdint>

#include "elites/portable.h"

namespace elites {

enum class Precision : int32_t { kFloat32 = 0, kBfloat16 = 1 };

struct Bfloat16 {
    uint16_t bits;
};

inline float to_float(float x) {
    return x;
}

inline float to_float(Bfloat16 x) {
    return float_of(static_cast<uint32_t>(x.bits) << 16);
}

template <typename T>
T rounded(float x);

template <>
inline float rounded<float>(float x) {
    return x;
}

// To the nearest, ties to even; NaN stays NaN.
template <>
inline Bfloat16 rounded<Bfloat16>(float x) {
    uint32_t bits = bits_of(x);
    uint32_t nearest = bits + 0x7FFFu + (bits >> 16 & 1u);
    bool nan = (bits & 0x7FFFFFFFu) > 0x7F800000u;
    return {static_cast<uint16_t>((nan ? bits | 0x400000u : nearest) >> 16)};
}

template <typename From, typename To>
void convert(const From* __restrict source, int64_t count, To* __restrict target) {
    for (int64_t i = 0; i < count; ++i) {
        target[i] = rounded<To>(to_float(source[i]));
    }
}

}  // namespace elites
