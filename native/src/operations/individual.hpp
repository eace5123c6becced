// The per-individual operations, one function for each; formulas as in the Java Operation.
#pragma once

#include <memory>
#include <vector>

#include "convolution.hpp"
#include "elites/reward.h"
#include "elites/sampler.h"
#include "norm.hpp"
#include "operation.hpp"

namespace elites {

using IndividualPointer = std::unique_ptr<IndividualOperation>;

// Whose noise a row draws; individuals and generations are null where a row is itself.
struct NoiseIdentity {
    const int32_t* searches;
    const int32_t* individuals;
    const int32_t* generations;
};

IndividualPointer make_sample_diagonal(
        elites_operand latents, int32_t width, const float* mean, const float* deviation, const int32_t* search_ids);

IndividualPointer make_sample_full(
        elites_operand latents, int32_t width, const float* mean, const float* factor, const int32_t* search_ids);

IndividualPointer make_sample_elite_matrix(
        elites_operand latents, int32_t width, int32_t capacity, const float* mean, const float* elites,
        const int32_t* counts, const float* jitter, const int32_t* search_ids);

IndividualPointer make_sample_mixture(
        elites_operand latents, int32_t width, int32_t components, const float* weights, const float* means,
        const float* deviations, const int32_t* search_ids, int32_t* chosen);

IndividualPointer make_load(elites_operand source, elites_operand target, int32_t channels, int32_t length);

IndividualPointer make_convolve(
        elites_operand source, elites_operand target, const Convolution& convolution, const Epilogue& epilogue,
        bool has_residual, elites_operand residual);

IndividualPointer make_normalize(
        elites_operand source, elites_operand target, int32_t channels, int32_t length, const Norm& norm);

IndividualPointer make_concatenate(
        elites_operand first, int32_t first_channels, elites_operand second, int32_t second_channels,
        elites_operand target, int32_t length);

IndividualPointer make_attend(
        elites_operand source, elites_operand target, int32_t channels, int32_t length, int32_t heads, bool linear);

IndividualPointer make_update_sampler(
        elites_operand state, elites_operand output, elites_operand target, int32_t channels, int32_t length,
        const SamplerCoefficients& coefficients, const NoiseIdentity& identity);

IndividualPointer make_affine(
        elites_operand source, elites_operand target, int32_t width, int32_t parts, const float* scale,
        const float* shift);

IndividualPointer make_rescale(elites_operand source, elites_operand target, int32_t width, float length);

IndividualPointer make_score(
        elites_operand samples, int32_t channels, int32_t length, std::vector<RewardTerm> terms,
        const float* parameters, int32_t columns, float* rewards);

}  // namespace elites
