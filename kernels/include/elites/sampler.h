// One step of a diffusion sampler as an affine map of state, network output and noise.
#pragma once

#include "elites/portable.h"

namespace elites {

struct SamplerCoefficients {
    float x0_state, x0_output, clip;
    float eps_state, eps_output, eps_x0;
    float next_x0, next_eps, next_noise;
    int32_t step;
};

ELITES_HOST_DEVICE float sampler_next(const SamplerCoefficients& c, float state, float output) {
    float x0 = fma_rn(c.x0_output, output, mul_rn(c.x0_state, state));
    // Written so that NaN passes through: a broken network must not look clipped.
    x0 = x0 > c.clip ? c.clip : x0;
    x0 = x0 < -c.clip ? -c.clip : x0;
    float eps = fma_rn(c.eps_x0, x0, fma_rn(c.eps_output, output, mul_rn(c.eps_state, state)));
    return fma_rn(c.next_eps, eps, mul_rn(c.next_x0, x0));
}

}  // namespace elites
