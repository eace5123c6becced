// Gaussians with dense covariances in double, and how far one is from another.
#pragma once

#include <cmath>
#include <vector>

#include "run.hpp"

namespace test {

enum Outcome : int32_t { kRefitted = 0, kKeptNoElites = 1, kKeptEqualRewards = 2, kKeptNotFinite = 3 };

// Why a search that was not selected keeps its proposal.
inline Outcome kept_because(int32_t status) {
    return status == kAllEqual ? kKeptEqualRewards : kKeptNoElites;
}

struct Gaussian {
    size_t width;
    std::vector<double> mean;
    std::vector<double> covariance;

    double trace() const {
        double sum = 0;
        for (size_t e = 0; e < width; ++e) {
            sum += covariance[e * width + e];
        }
        return sum;
    }

    // Lower triangular; its diagonal is NaN where the covariance is not positive definite.
    std::vector<double> factor() const {
        std::vector<double> lower(width * width, 0.0);
        for (size_t j = 0; j < width; ++j) {
            for (size_t i = j; i < width; ++i) {
                double sum = covariance[i * width + j];
                for (size_t t = 0; t < j; ++t) {
                    sum -= lower[i * width + t] * lower[j * width + t];
                }
                lower[i * width + j] = i == j ? std::sqrt(sum) : sum / lower[j * width + j];
            }
        }
        return lower;
    }
};

inline Gaussian standard(size_t width) {
    Gaussian prior = {width, std::vector<double>(width, 0.0), std::vector<double>(width * width, 0.0)};
    for (size_t e = 0; e < width; ++e) {
        prior.covariance[e * width + e] = 1;
    }
    return prior;
}

// KL(p || q) = (tr(Q^-1 P) + (m_p - m_q)^T Q^-1 (m_p - m_q) - d + ln |Q| - ln |P|) / 2.
inline double divergence(const Gaussian& p, const Gaussian& q) {
    const size_t d = p.width;
    const std::vector<double> a = p.factor();
    const std::vector<double> b = q.factor();
    double sum = -static_cast<double>(d);
    for (size_t e = 0; e < d; ++e) {
        sum += 2 * std::log(b[e * d + e]) - 2 * std::log(a[e * d + e]);
    }
    for (size_t column = 0; column <= d; ++column) {
        // B^-1 of a column of A, or of the difference of the means.
        std::vector<double> solved(d);
        for (size_t r = 0; r < d; ++r) {
            solved[r] = column < d ? a[r * d + column] : p.mean[r] - q.mean[r];
            for (size_t t = 0; t < r; ++t) {
                solved[r] -= b[r * d + t] * solved[t];
            }
            solved[r] /= b[r * d + r];
            sum += solved[r] * solved[r];
        }
    }
    return sum / 2;
}

// The columns of the divergences: of the step, of the prior, and the spread.
inline void expect_divergence(const float* got, size_t search, double step, const Gaussian& kept) {
    const double prior = divergence(kept, standard(kept.width));
    const double spread = std::sqrt(kept.trace() / static_cast<double>(kept.width));
    expect_near("the step of search", search, got[0], step, 1e-4 * (1 + std::fabs(step)));
    expect_near("the distance from the prior of search", search, got[1], prior, 1e-4 * (1 + std::fabs(prior)));
    expect_near("the spread of search", search, got[2], spread, 1e-5 * (1 + spread));
}

}  // namespace test
