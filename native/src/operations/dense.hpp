// Dense linear algebra in double for small matrices. Loops run along rows, so that compilers vectorise them; every
// element is summed by index, whatever the vector width.
#pragma once

#include <cmath>
#include <cstdint>

namespace elites {

// y[i] += sum over t of sign * c[t * c_stride] * x[t * x_stride + i]. Four terms a pass, because y is read and written
// in each.
template <typename Value, typename Factor>
void add_products(
        double* __restrict y, int64_t count, const Value* __restrict x, int64_t x_stride, const Factor* c,
        int64_t c_stride, int64_t terms, double sign) {
    int64_t t = 0;
    for (; t + 4 <= terms; t += 4) {
        const Value* x0 = x + t * x_stride;
        const Value* x1 = x0 + x_stride;
        const Value* x2 = x1 + x_stride;
        const Value* x3 = x2 + x_stride;
        double c0 = sign * c[t * c_stride];
        double c1 = sign * c[(t + 1) * c_stride];
        double c2 = sign * c[(t + 2) * c_stride];
        double c3 = sign * c[(t + 3) * c_stride];
        for (int64_t i = 0; i < count; ++i) {
            double sum = __builtin_fma(c0, static_cast<double>(x0[i]), y[i]);
            sum = __builtin_fma(c1, static_cast<double>(x1[i]), sum);
            sum = __builtin_fma(c2, static_cast<double>(x2[i]), sum);
            y[i] = __builtin_fma(c3, static_cast<double>(x3[i]), sum);
        }
    }
    for (; t < terms; ++t) {
        double factor = sign * c[t * c_stride];
        const Value* line = x + t * x_stride;
        for (int64_t i = 0; i < count; ++i) {
            y[i] = __builtin_fma(factor, static_cast<double>(line[i]), y[i]);
        }
    }
}

// Cholesky factor U of a symmetric matrix A = U^T U, n x n row-major, in place of its upper triangle; what is below the
// diagonal is neither read nor written. False where a pivot is not a positive finite number.
inline bool factorize_upper(double* a, int64_t n) {
    for (int64_t j = 0; j < n; ++j) {
        double* line = a + j * n + j;
        add_products(line, n - j, a + j, n, a + j, n, j, -1.0);
        if (!(line[0] > 0) || !std::isfinite(line[0])) {
            return false;
        }
        double pivot = std::sqrt(line[0]);
        line[0] = pivot;
        for (int64_t i = 1; i < n - j; ++i) {
            line[i] /= pivot;
        }
    }
    return true;
}

// U^-T B in place of B, U upper triangular n x n, B n x m row-major.
inline void solve_transposed(const double* upper, int64_t n, double* b, int64_t m) {
    for (int64_t r = 0; r < n; ++r) {
        double* line = b + r * m;
        add_products(line, m, b, m, upper + r, n, r, -1.0);
        double pivot = upper[r * n + r];
        for (int64_t i = 0; i < m; ++i) {
            line[i] /= pivot;
        }
    }
}

inline double sum_of_squares(const double* values, int64_t count) {
    double sum = 0;
    for (int64_t i = 0; i < count; ++i) {
        sum += values[i] * values[i];
    }
    return sum;
}

}  // namespace elites
