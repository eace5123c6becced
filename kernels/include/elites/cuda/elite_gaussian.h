// The Gaussian N(mean, A^T A / K + jitter I) of K centred elites A in d dimensions, by one block, through the smaller of
// its two Gram matrices: K x K by the determinant lemma and Woodbury's formula where K < d, else d x d.
#pragma once

#include "elites/cuda/factorize.h"
#include "elites/cuda/reduce.h"

namespace elites {

// U^-T B in place of B, U upper triangular n x n, B n x m row-major; a thread a column.
__device__ inline void solve_transposed(const double* upper, int64_t n, double* b, int64_t m) {
    __syncthreads();
    for (int64_t c = threadIdx.x; c < m; c += blockDim.x) {
        for (int64_t r = 0; r < n; ++r) {
            double sum = b[r * m + c];
            for (int64_t t = 0; t < r; ++t) {
                sum = __fma_rn(-upper[t * n + r], b[t * m + c], sum);
            }
            b[r * m + c] = sum / upper[r * n + r];
        }
    }
    __syncthreads();
}

__device__ inline double sum_of_squares(BlockSum<double>& sums, const double* values, int64_t count) {
    return block_sum(sums, count, [&](int64_t i) { return values[i] * values[i]; });
}

struct EliteGaussian {
    int64_t width, count;
    const float* mean;    // [width]
    const float* elites;  // [count, width]
    double jitter;
    double* upper;  // [side, side]
    bool definite;  // whether the covariance is positive definite in double; without that, divergences are NaN

    __device__ bool wide() const { return count < width; }
    __device__ int64_t side() const { return wide() ? count : width; }

    // Fills the upper triangle and factorises it.
    __device__ void factorize() {
        int64_t n = side();
        __syncthreads();
        for (int64_t at = threadIdx.x; at < n * n; at += blockDim.x) {
            int64_t i = at / n;
            int64_t j = at % n;
            if (j >= i) {
                upper[at] = wide() ? product_of_elites(i, j) : covariance(i, j);
            }
        }
        bool factorized = factorize_upper(upper, n);
        definite = jitter > 0 && isfinite(jitter) && factorized;
    }

    __device__ double trace(BlockSum<double>& sums) const {
        double squares = block_sum(sums, count * width, [&](int64_t i) {
            double value = elites[i];
            return value * value;
        });
        return (count > 0 ? squares / static_cast<double>(count) : 0.0) + static_cast<double>(width) * jitter;
    }

    // NaN where the covariance is not positive definite.
    __device__ double log_determinant(BlockSum<double>& sums) const {
        int64_t n = side();
        double diagonal = block_sum(sums, definite ? n : 0, [&](int64_t i) { return log(upper[i * n + i]); });
        if (!definite) {
            return NAN;
        }
        double elites_count = static_cast<double>(count);
        return wide() ? static_cast<double>(width - count) * log(jitter) + 2 * diagonal
                        - (count > 0 ? elites_count * log(elites_count) : 0.0)
                      : 2 * diagonal;
    }

    // KL(N(0, I)) of this: how far it left the prior, in nats.
    __device__ double prior_divergence(BlockSum<double>& sums) const {
        double shift = block_sum(sums, width, [&](int64_t e) { return static_cast<double>(mean[e]) * mean[e]; });
        return 0.5 * (trace(sums) + shift - static_cast<double>(width) - log_determinant(sums));
    }

    // tr(S^-1); the squares of U^-T are the trace of (U^T U)^-1. inverse takes side() squared.
    __device__ double trace_of_inverse(BlockSum<double>& sums, double* inverse) const {
        int64_t n = side();
        __syncthreads();
        for (int64_t at = threadIdx.x; at < n * n; at += blockDim.x) {
            inverse[at] = at % (n + 1) == 0 ? 1.0 : 0.0;
        }
        solve_transposed(upper, n, inverse, n);
        double squares = sum_of_squares(sums, inverse, n * n);
        double elites_count = static_cast<double>(count);
        return wide() ? (static_cast<double>(width) - elites_count) / jitter + elites_count * squares : squares;
    }

    // The sum of v^T S^-1 v over the columns of v [width, columns], which is overwritten; products takes [count, columns].
    __device__ double quadratic_form(BlockSum<double>& sums, double* v, int64_t columns, double* products) const {
        if (!wide()) {
            solve_transposed(upper, width, v, columns);
            return sum_of_squares(sums, v, width * columns);
        }
        for (int64_t at = threadIdx.x; at < count * columns; at += blockDim.x) {
            double sum = 0;
            for (int64_t e = 0; e < width; ++e) {
                sum = __fma_rn(
                        static_cast<double>(elites[at / columns * width + e]), v[e * columns + at % columns], sum);
            }
            products[at] = sum;
        }
        solve_transposed(upper, count, products, columns);
        return (sum_of_squares(sums, v, width * columns) - sum_of_squares(sums, products, count * columns)) / jitter;
    }

    // KL(this || other) = (tr(S'^-1 S) + (m - m')^T S'^-1 (m - m') - d + ln|S'| - ln|S|) / 2, with the elites over
    // sqrt(K) and the shift of the mean as the columns of one matrix v.
    __device__ double divergence(
            BlockSum<double>& sums, const EliteGaussian& other, double* inverse, double* v, double* products) const {
        int64_t columns = count + 1;
        double scale = count > 0 ? 1.0 / sqrt(static_cast<double>(count)) : 0.0;
        for (int64_t at = threadIdx.x; at < width * columns; at += blockDim.x) {
            int64_t e = at / columns;
            int64_t k = at % columns;
            v[at] = k < count ? scale * elites[k * width + e] : static_cast<double>(mean[e]) - other.mean[e];
        }
        __syncthreads();
        double form = jitter * other.trace_of_inverse(sums, inverse)
                + other.quadratic_form(sums, v, columns, products);
        return 0.5 * (form - static_cast<double>(width) + other.log_determinant(sums) - log_determinant(sums));
    }

private:
    // K jitter I + A A^T
    __device__ double product_of_elites(int64_t k, int64_t l) const {
        double sum = k == l ? static_cast<double>(count) * jitter : 0.0;
        for (int64_t e = 0; e < width; ++e) {
            sum = __fma_rn(
                    static_cast<double>(elites[k * width + e]), static_cast<double>(elites[l * width + e]), sum);
        }
        return sum;
    }

    // A^T A / K + jitter I
    __device__ double covariance(int64_t i, int64_t j) const {
        double sum = 0;
        for (int64_t k = 0; k < count; ++k) {
            sum = __fma_rn(
                    static_cast<double>(elites[k * width + i]), static_cast<double>(elites[k * width + j]), sum);
        }
        return sum / static_cast<double>(count) + (i == j ? jitter : 0.0);
    }
};

}  // namespace elites
