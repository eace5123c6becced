// The population-wide operations, one function for each; formulas as in the Java Operation.
#pragma once

#include <memory>

#include "elites/selection.h"
#include "operation.hpp"

namespace elites {

using PopulationPointer = std::unique_ptr<PopulationOperation>;

struct DiagonalProposal {
    float* mean;
    float* deviation;
    float* divergence;
    int32_t* outcome;
};

struct FullProposal {
    float* mean;
    float* covariance;
    float* factor;
    float* divergence;
    int32_t* outcome;
};

struct EliteMatrixProposal {
    float* mean;
    float* elites;
    int32_t capacity;
    int32_t* counts;
    float* jitter;
    float* divergence;
    int32_t* outcome;
};

// What a step of Diffusion Evolution reads and writes.
struct EvolutionOperands {
    const float* rows;
    const float* log_fitness;
    const int32_t* settings;
    const float* table;
    const int32_t* search_ids;
    float* target;
    float* sample_sizes;
};

PopulationPointer make_select(
        const float* rewards, const int32_t* settings, int32_t* elites, int32_t* summary, float* threshold);

PopulationPointer make_moments(
        const float* rows, int32_t width, const SelectionView& selection, float* mean, float* variance);

PopulationPointer make_covariance(
        const float* rows, int32_t width, const SelectionView& selection, const float* mean, const float* jitter,
        float* covariance);

PopulationPointer make_cholesky(int32_t width, const float* covariance, float* factor, int32_t* valid);

PopulationPointer make_robust_cholesky(
        int32_t width, float* covariance, float* factor, int32_t* valid, int32_t* retries);

PopulationPointer make_shrink(int32_t width, const SelectionView& selection, float* covariance, float* intensity);

PopulationPointer make_update_diagonal(
        int32_t width, const SelectionView& selection, const float* mean, const float* variance, const float* floors,
        const DiagonalProposal& proposal);

PopulationPointer make_update_full(
        int32_t width, const SelectionView& selection, const float* mean, const float* covariance, const float* factor,
        const int32_t* valid, const FullProposal& proposal);

PopulationPointer make_update_elite_matrix(
        const float* rows, int32_t width, const SelectionView& selection, const float* mean, const float* jitter,
        const EliteMatrixProposal& proposal);

PopulationPointer make_evolve(const EvolutionOperands& operands, int32_t width, int32_t steps);

PopulationPointer make_row_norms(const float* rows, int32_t width, const int32_t* settings, float* norms);

PopulationPointer make_keep_champion(
        const float* rows, int32_t width, const float* rewards, const SelectionView& selection, int32_t slots,
        float* champions, float* champion_rewards, int32_t* champion_individuals);

PopulationPointer make_gather(
        const float* rows, int32_t width, const SelectionView& selection, int32_t capacity, float* target);

PopulationPointer make_statistics(
        const float* rewards, const int32_t* settings, const SelectionView& selection, float* statistics);

}  // namespace elites
