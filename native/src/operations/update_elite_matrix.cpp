// Taking over the elites themselves as a proposal, or keeping the former ones.
#include <algorithm>
#include <cmath>
#include <vector>

#include "elite_gaussian.hpp"
#include "finite.hpp"
#include "lanes.hpp"
#include "population.hpp"

namespace elites {

namespace {

struct UpdateEliteMatrix final : public PopulationOperation {
    const float* rows;
    int32_t width;
    SelectionView selection;
    const float* mean;
    const float* jitter;
    EliteMatrixProposal proposal;

    UpdateEliteMatrix(
            const float* rows, int32_t width, const SelectionView& selection, const float* mean, const float* jitter,
            const EliteMatrixProposal& proposal)
        : rows(rows), width(width), selection(selection), mean(mean), jitter(jitter), proposal(proposal) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        lanes.for_each(
                population.searches, [&](int64_t search, Lane&) { update(search, population.individuals); });
    }

    void update(int64_t search, int32_t individuals) const {
        RefitOutcome outcome = outcome_of(selection.status(search));
        float* kept_mean = proposal.mean + search * width;
        float* kept_elites = proposal.elites + search * proposal.capacity * width;
        double step = 0;
        if (outcome == kRefitted) {
            const float* new_mean = mean + search * width;
            std::vector<float> centred = centred_elites(search, individuals);
            int32_t count = static_cast<int32_t>(centred.size() / static_cast<size_t>(width));
            EliteGaussian refit(width, new_mean, centred.data(), count, jitter[search]);
            if (refit.definite() && all_finite(new_mean, width)) {
                EliteGaussian former(
                        width, kept_mean, kept_elites, kept_count(search), proposal.jitter[search]);
                step = refit.divergence(former);
                std::copy(new_mean, new_mean + width, kept_mean);
                std::copy(centred.begin(), centred.end(), kept_elites);
                proposal.counts[search] = count;
                proposal.jitter[search] = jitter[search];
            } else {
                outcome = kKeptNotFinite;
            }
        }
        EliteGaussian kept(width, kept_mean, kept_elites, kept_count(search), proposal.jitter[search]);
        float* divergence = proposal.divergence + search * kDivergenceColumns;
        divergence[kKlStep] = static_cast<float>(step);
        divergence[kKlPrior] = static_cast<float>(kept.prior_divergence());
        divergence[kSpread] = static_cast<float>(std::sqrt(kept.trace() / width));
        proposal.outcome[search] = outcome;
    }

    // Counts are data of the device: what is out of range must not lead out of the buffers.
    int32_t kept_count(int64_t search) const { return std::clamp(proposal.counts[search], 0, proposal.capacity); }

    // The first elites that there is room for, less the mean.
    std::vector<float> centred_elites(int64_t search, int32_t individuals) const {
        int32_t count = std::min(selection.count(search, individuals), proposal.capacity);
        std::vector<float> centred(static_cast<size_t>(count) * width);
        for (int32_t k = 0; k < count; ++k) {
            const float* row = rows + selection.row(search, individuals, k) * width;
            for (int32_t e = 0; e < width; ++e) {
                centred[static_cast<size_t>(k) * width + e] =
                        static_cast<float>(static_cast<double>(row[e]) - mean[search * width + e]);
            }
        }
        return centred;
    }
};

}  // namespace

PopulationPointer make_update_elite_matrix(
        const float* rows, int32_t width, const SelectionView& selection, const float* mean, const float* jitter,
        const EliteMatrixProposal& proposal) {
    return std::make_unique<UpdateEliteMatrix>(rows, width, selection, mean, jitter, proposal);
}

}  // namespace elites
