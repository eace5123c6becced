// Shows that CUDA code can include the shared headers: compiled, never run.
#include "elites/evolution.h"
#include "elites/mixture.h"
#include "elites/normal.h"
#include "elites/reward.h"
#include "elites/sampler.h"

__global__ void use(uint64_t seed, elites::NoisePlace place, elites::SamplerCoefficients coefficients,
                    elites::RewardTerm term, const float* parameters, float* values,
                    elites::EvolutionCoefficients evolution) {
    float normals[4];
    elites::portable_normals4(seed, threadIdx.x, place, normals);
    values[threadIdx.x] = elites::sampler_next(coefficients, normals[0], normals[1])
            + static_cast<float>(elites::reward_term(term, values, 2, 32, parameters)
                                 + elites::evolution_next(evolution, 0.5, normals[2], normals[3]))
            + static_cast<float>(elites::mixture_component(threadIdx.x, parameters, 4));
}
