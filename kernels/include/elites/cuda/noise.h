// The arithmetic of normal numbers, as an argument of templates: PORTABLE is normal.h's, with the same bits on every
// device; FAST is a GPU's special functions, for the same words.
#pragma once

#include "elites/cuda/kernel.h"
#include "elites/normal.h"

namespace elites {

struct PortableNoise {
    // Elements 4 * quad to 4 * quad + 3 of a place.
    __device__ static void normals4(uint64_t seed, uint32_t quad, const NoisePlace& place, float (&normals)[4]) {
        portable_normals4(seed, quad, place, normals);
    }
};

__device__ inline float approximate_sqrt(float x) {
#if defined(__CUDACC__)
    float root;
    asm("sqrt.approx.f32 %0, %1;" : "=f"(root) : "f"(x));
    return root;
#else
    return __builtin_sqrtf(x);
#endif
}

// Box-Muller, with two logarithms, square roots, sines and cosines of the special function units for four numbers.
// Their errors are absolute, 2^-21 each, so that a normal number is off by some 1e-6 of its radius, and by up to 1e-3
// where the radius itself is less than that, which one of two million pairs is. Bits differ between GPUs.
struct FastNoise {
    __device__ static void normals2(uint32_t radius_word, uint32_t angle_word, float& even, float& odd) {
        float u = fma_rn(unsigned_to_float(radius_word), 2.3283064365386963e-10f, 1.1641532182693481e-10f);
        // Approximate, the logarithm of almost 1 may be above 0.
        float radius = approximate_sqrt(at_least_zero(-2.0f * __logf(u)));
        // 2 pi / 2^32: angles are in [-pi, pi], where the approximations are at their best.
        float angle = signed_to_float(angle_word) * 1.4629180792671596e-09f;
        even = radius * __cosf(angle);
        odd = radius * __sinf(angle);
    }
    __device__ static void normals4(uint64_t seed, uint32_t quad, const NoisePlace& place, float (&normals)[4]) {
        Words4 words = noise_words(seed, quad, place);
        normals2(words.w0, words.w1, normals[0], normals[1]);
        normals2(words.w2, words.w3, normals[2], normals[3]);
    }
};

// normals[i]; as an array with an index a thread would keep them in memory of its own.
__device__ inline float one_of(const float (&normals)[4], int32_t i) {
    return i == 0 ? normals[0] : i == 1 ? normals[1] : i == 2 ? normals[2] : normals[3];
}

}  // namespace elites
