// The elements of feature maps: float32, or bfloat16. Arithmetic is float32.
#pragma once

#include "elites/cuda/kernel.h"

namespace elites {

__device__ inline float to_float(float x) {
    return x;
}

__device__ inline float to_float(__nv_bfloat16 x) {
    return __bfloat162float(x);
}

template <typename T>
__device__ inline T rounded(float x);

template <>
__device__ inline float rounded<float>(float x) {
    return x;
}

// To the nearest, ties to even; NaN stays NaN.
template <>
__device__ inline __nv_bfloat16 rounded<__nv_bfloat16>(float x) {
    return __float2bfloat16_rn(x);
}

// Four channels side by side, at once where they begin at a multiple of their size.
__device__ inline void load4(const float* from, float (&x)[4]) {
    float4 four = *reinterpret_cast<const float4*>(from);
    x[0] = four.x, x[1] = four.y, x[2] = four.z, x[3] = four.w;
}

__device__ inline void load4(const __nv_bfloat16* from, float (&x)[4]) {
    uint2 four = *reinterpret_cast<const uint2*>(from);
    x[0] = __uint_as_float(four.x << 16), x[1] = __uint_as_float(four.x & 0xFFFF0000u);
    x[2] = __uint_as_float(four.y << 16), x[3] = __uint_as_float(four.y & 0xFFFF0000u);
}

__device__ inline void store4(float* to, const float (&x)[4]) {
    *reinterpret_cast<float4*>(to) = make_float4(x[0], x[1], x[2], x[3]);
}

__device__ inline void store4(__nv_bfloat16* to, const float (&x)[4]) {
    uint32_t words[2];
    for (int32_t i = 0; i < 2; ++i) {
        words[i] = __bfloat16_as_ushort(rounded<__nv_bfloat16>(x[2 * i])) |
                static_cast<uint32_t>(__bfloat16_as_ushort(rounded<__nv_bfloat16>(x[2 * i + 1]))) << 16;
    }
    *reinterpret_cast<uint2*>(to) = uint2{words[0], words[1]};
}

}  // namespace elites
