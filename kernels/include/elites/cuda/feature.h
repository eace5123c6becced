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

}  // namespace elites
