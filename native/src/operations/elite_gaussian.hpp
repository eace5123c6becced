// The Gaussian N(mean, A^T A / K + jitter I) of K centred elites A in d dimensions, through the smaller of its two Gram
// matrices: K x K by the determinant lemma and Woodbury's formula where K < d, else d x d.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "dense.hpp"

namespace elites {

class EliteGaussian {
public:
    // elites is [count, width]; it and mean are kept by address.
    EliteGaussian(int32_t width, const float* mean, const float* elites, int32_t count, double jitter)
        : width_(width), count_(count), wide_(count < width), mean_(mean), elites_(elites), jitter_(jitter) {
        wide_ ? gram_of_elites() : covariance();
        definite_ = jitter > 0 && std::isfinite(jitter) && factorize_upper(upper_.data(), side());
    }

    // Whether the covariance is positive definite in double; without that, divergences are NaN.
    bool definite() const { return definite_; }

    double trace() const {
        double sum = 0;
        for (int64_t i = 0; i < count_ * width_; ++i) {
            sum += static_cast<double>(elites_[i]) * elites_[i];
        }
        return (count_ > 0 ? sum / static_cast<double>(count_) : 0.0) + static_cast<double>(width_) * jitter_;
    }

    // NaN where the covariance is not positive definite.
    double log_determinant() const {
        if (!definite_) {
            return std::numeric_limits<double>::quiet_NaN();
        }
        double sum = 0;
        for (int64_t i = 0; i < side(); ++i) {
            sum += std::log(upper_[i * side() + i]);
        }
        if (!wide_) {
            return 2 * sum;
        }
        double count = static_cast<double>(count_);
        return static_cast<double>(width_ - count_) * std::log(jitter_) + 2 * sum
                - (count_ > 0 ? count * std::log(count) : 0.0);
    }

    // KL(N(0, I)) of this: how far it left the prior, in nats.
    double prior_divergence() const {
        double shift = 0;
        for (int64_t e = 0; e < width_; ++e) {
            shift += static_cast<double>(mean_[e]) * mean_[e];
        }
        return 0.5 * (trace() + shift - static_cast<double>(width_) - log_determinant());
    }

    // KL(this || other) = (tr(S'^-1 S) + (m - m')^T S'^-1 (m - m') - d + ln|S'| - ln|S|) / 2, with the elites over
    // sqrt(K) and the shift of the mean as the columns of one matrix.
    double divergence(const EliteGaussian& other) const {
        int64_t columns = count_ + 1;
        std::vector<double> v(width_ * columns);
        double scale = count_ > 0 ? 1.0 / std::sqrt(static_cast<double>(count_)) : 0.0;
        for (int64_t e = 0; e < width_; ++e) {
            for (int64_t k = 0; k < count_; ++k) {
                v[e * columns + k] = scale * elites_[k * width_ + e];
            }
            v[e * columns + count_] = static_cast<double>(mean_[e]) - other.mean_[e];
        }
        double form = jitter_ * other.trace_of_inverse() + other.quadratic_form(v, columns);
        return 0.5 * (form - static_cast<double>(width_) + other.log_determinant() - log_determinant());
    }

private:
    int64_t side() const { return wide_ ? count_ : width_; }

    // K jitter I + A A^T, upper triangle.
    void gram_of_elites() {
        std::vector<double> turned(width_ * count_);
        for (int64_t k = 0; k < count_; ++k) {
            for (int64_t e = 0; e < width_; ++e) {
                turned[e * count_ + k] = elites_[k * width_ + e];
            }
        }
        upper_.assign(count_ * count_, 0.0);
        for (int64_t k = 0; k < count_; ++k) {
            double* line = upper_.data() + k * count_ + k;
            add_products(
                    line, count_ - k, turned.data() + k, count_, elites_ + k * width_, int64_t{1}, width_, 1.0);
            line[0] += static_cast<double>(count_) * jitter_;
        }
    }

    // A^T A / K + jitter I, upper triangle.
    void covariance() {
        upper_.assign(width_ * width_, 0.0);
        for (int64_t i = 0; i < width_; ++i) {
            double* line = upper_.data() + i * width_ + i;
            add_products(
                    line, width_ - i, elites_ + i, width_, elites_ + i, width_, count_,
                    1.0 / static_cast<double>(count_));
            line[0] += jitter_;
        }
    }

    // tr(S^-1); the squares of U^-T are the trace of (U^T U)^-1.
    double trace_of_inverse() const {
        int64_t n = side();
        std::vector<double> inverse(n * n);
        for (int64_t i = 0; i < n; ++i) {
            inverse[i * n + i] = 1;
        }
        solve_transposed(upper_.data(), n, inverse.data(), n);
        double squares = sum_of_squares(inverse.data(), n * n);
        if (!wide_) {
            return squares;
        }
        double count = static_cast<double>(count_);
        return (static_cast<double>(width_) - count) / jitter_ + count * squares;
    }

    // The sum of v^T S^-1 v over the columns of v, [width, columns].
    double quadratic_form(std::vector<double>& v, int64_t columns) const {
        if (!wide_) {
            solve_transposed(upper_.data(), width_, v.data(), columns);
            return sum_of_squares(v.data(), width_ * columns);
        }
        std::vector<double> products(count_ * columns);
        for (int64_t k = 0; k < count_; ++k) {
            add_products(
                    products.data() + k * columns, columns, v.data(), columns, elites_ + k * width_, int64_t{1}, width_,
                    1.0);
        }
        solve_transposed(upper_.data(), count_, products.data(), columns);
        return (sum_of_squares(v.data(), width_ * columns) - sum_of_squares(products.data(), count_ * columns))
                / jitter_;
    }

    int64_t width_, count_;
    bool wide_;
    const float* mean_;
    const float* elites_;
    double jitter_;
    std::vector<double> upper_;
    bool definite_;
};

}  // namespace elites
