// Taking over a refit, or keeping the former proposal with its reason, and how far the proposal moved.
#include <algorithm>
#include <cmath>
#include <vector>

#include "dense.hpp"
#include "finite.hpp"
#include "lanes.hpp"
#include "population.hpp"

namespace elites {

namespace {

struct UpdateDiagonal final : public PopulationOperation {
    int32_t width;
    SelectionView selection;
    const float* mean;
    const float* variance;
    const float* floors;
    DiagonalProposal proposal;

    UpdateDiagonal(
            int32_t width, const SelectionView& selection, const float* mean, const float* variance,
            const float* floors, const DiagonalProposal& proposal)
        : width(width), selection(selection), mean(mean), variance(variance), floors(floors), proposal(proposal) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        lanes.for_each(population.searches, [&](int64_t search, Lane&) { update(search); });
    }

    void update(int64_t search) const {
        RefitOutcome outcome = outcome_of(selection.status(search));
        float* old_mean = proposal.mean + search * width;
        float* old_deviation = proposal.deviation + search * width;
        float* divergence = proposal.divergence + search * kDivergenceColumns;
        std::vector<float> deviation(width);
        const float* new_mean = mean + search * width;
        if (outcome == kRefitted) {
            for (int32_t e = 0; e < width; ++e) {
                double floored = static_cast<double>(variance[search * width + e]) + floors[2 * search];
                double root = std::sqrt(floored);
                // Not a maximum: NaN must stay NaN, so that the refit is seen to be broken.
                deviation[e] = static_cast<float>(root < floors[2 * search + 1] ? floors[2 * search + 1] : root);
            }
            if (!all_finite(new_mean, width) || !all_finite(deviation.data(), width)
                || std::any_of(deviation.begin(), deviation.end(), [](float value) { return value <= 0; })) {
                outcome = kKeptNotFinite;
            }
        }
        double step = 0;
        if (outcome == kRefitted) {
            for (int32_t e = 0; e < width; ++e) {
                double ratio = static_cast<double>(deviation[e]) / old_deviation[e];
                double shift = (static_cast<double>(new_mean[e]) - old_mean[e]) / old_deviation[e];
                step += 0.5 * (ratio * ratio + shift * shift - 1) - std::log(ratio);
            }
            std::copy(new_mean, new_mean + width, old_mean);
            std::copy(deviation.begin(), deviation.end(), old_deviation);
        }
        double prior = 0;
        double trace = 0;
        for (int32_t e = 0; e < width; ++e) {
            double m = old_mean[e];
            double s = old_deviation[e];
            prior += 0.5 * (s * s + m * m - 1) - std::log(s);
            trace += s * s;
        }
        divergence[kKlStep] = static_cast<float>(step);
        divergence[kKlPrior] = static_cast<float>(prior);
        divergence[kSpread] = static_cast<float>(std::sqrt(trace / width));
        proposal.outcome[search] = outcome;
    }
};

struct UpdateFull final : public PopulationOperation {
    int32_t width;
    SelectionView selection;
    const float* mean;
    const float* covariance;
    const float* factor;
    const int32_t* valid;
    FullProposal proposal;

    UpdateFull(
            int32_t width, const SelectionView& selection, const float* mean, const float* covariance,
            const float* factor, const int32_t* valid, const FullProposal& proposal)
        : width(width),
          selection(selection),
          mean(mean),
          covariance(covariance),
          factor(factor),
          valid(valid),
          proposal(proposal) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        lanes.for_each(population.searches, [&](int64_t search, Lane&) { update(search); });
    }

    void update(int64_t search) const {
        int64_t square = static_cast<int64_t>(width) * width;
        const float* new_mean = mean + search * width;
        const float* new_covariance = covariance + search * square;
        const float* new_factor = factor + search * square;
        float* divergence = proposal.divergence + search * kDivergenceColumns;
        RefitOutcome outcome = outcome_of(selection.status(search));
        if (outcome == kRefitted
            && (valid[search] == 0 || !all_finite(new_mean, width) || !all_finite(new_covariance, square)
                || !all_finite(new_factor, square))) {
            outcome = kKeptNotFinite;
        }
        double step = 0;
        if (outcome == kRefitted) {
            step = step_divergence(
                    new_mean, new_factor, proposal.mean + search * width, proposal.factor + search * square);
            std::copy(new_mean, new_mean + width, proposal.mean + search * width);
            std::copy(new_covariance, new_covariance + square, proposal.covariance + search * square);
            std::copy(new_factor, new_factor + square, proposal.factor + search * square);
        }
        const float* kept_mean = proposal.mean + search * width;
        const float* kept_covariance = proposal.covariance + search * square;
        const float* kept_factor = proposal.factor + search * square;
        double trace = 0;
        double shift = 0;
        for (int32_t e = 0; e < width; ++e) {
            trace += kept_covariance[e * static_cast<int64_t>(width) + e];
            shift += static_cast<double>(kept_mean[e]) * kept_mean[e];
        }
        double prior = 0.5 * (trace + shift - width) - log_determinant(kept_factor);
        divergence[kKlStep] = static_cast<float>(step);
        divergence[kKlPrior] = static_cast<float>(prior);
        divergence[kSpread] = static_cast<float>(std::sqrt(trace / width));
        proposal.outcome[search] = outcome;
    }

    // ln |L|, half the logarithm of the covariance's determinant.
    double log_determinant(const float* lower) const {
        double sum = 0;
        for (int64_t e = 0; e < width; ++e) {
            sum += std::log(static_cast<double>(lower[e * width + e]));
        }
        return sum;
    }

    // KL(new || old) = (||L_old^-1 L_new||_F^2 + ||L_old^-1 (m_new - m_old)||^2 - d) / 2 + ln|L_old| - ln|L_new|. One
    // forward substitution solves for all columns: the shift of the mean first, then those of the new factor.
    double step_divergence(
            const float* new_mean, const float* new_factor, const float* old_mean, const float* old_factor) const {
        int64_t columns = static_cast<int64_t>(width) + 1;
        std::vector<double> solved(width * columns);
        double sum = 0;
        for (int64_t r = 0; r < width; ++r) {
            double* line = solved.data() + r * columns;
            line[0] = static_cast<double>(new_mean[r]) - old_mean[r];
            for (int64_t c = 0; c <= r; ++c) {
                line[c + 1] = new_factor[r * width + c];
            }
            // Line k of the solution ends behind its diagonal, so that the first r + 1 columns are all there is.
            add_products(line, r + 1, solved.data(), columns, old_factor + r * width, 1, r, -1.0);
            for (int64_t c = 0; c < r + 2; ++c) {
                line[c] /= old_factor[r * width + r];
            }
            sum += sum_of_squares(line, r + 2);
        }
        return 0.5 * (sum - width) + log_determinant(old_factor) - log_determinant(new_factor);
    }
};

}  // namespace

PopulationPointer make_update_diagonal(
        int32_t width, const SelectionView& selection, const float* mean, const float* variance, const float* floors,
        const DiagonalProposal& proposal) {
    return std::make_unique<UpdateDiagonal>(width, selection, mean, variance, floors, proposal);
}

PopulationPointer make_update_full(
        int32_t width, const SelectionView& selection, const float* mean, const float* covariance, const float* factor,
        const int32_t* valid, const FullProposal& proposal) {
    return std::make_unique<UpdateFull>(width, selection, mean, covariance, factor, valid, proposal);
}

}  // namespace elites
