// Cholesky factors in double, by one block.
#pragma once

#include "elites/cuda/unroll.h"
#include "elites/cuda/warp.h"

namespace elites {

// Upper triangles: element (t, i), t <= i, of a matrix n x n, rows one after the other.
struct SquareUpper {
    double* values;
    int64_t n;

    // Its elements stand from `row(t)[t]` on.
    __device__ double* row(int64_t t) const { return values + t * n; }
};

// Without what is below the diagonal.
struct PackedUpper {
    double* values;
    int64_t n;

    // The row's own elements begin t places behind this.
    __device__ double* row(int64_t t) const { return values + t * (2 * n - t - 1) / 2; }
};

constexpr int64_t kPanel = 16;

__device__ inline bool is_pivot(double value) {
#if ELITES_SEEDED_BUG == 3
    return !(value <= 0);
#else
    return value > 0 && isfinite(value);
#endif
}

// The panel's own triangle, rows [first, last), by one warp; it stops at a pivot that is none.
template <typename Upper>
__device__ inline void factorize_diagonal(const Upper& u, int64_t first, int64_t last) {
    int64_t lane = threadIdx.x % kWarp;
    for (int64_t j = first; j < last; ++j) {
        double pivot = u.row(j)[j];
        if (!is_pivot(pivot)) {
            return;
        }
        // All lanes have read it before it becomes its root.
        __syncwarp();
        double root = sqrt(pivot);
        for (int64_t i = j + lane; i < last; i += kWarp) {
            u.row(j)[i] = i == j ? root : u.row(j)[i] / root;
        }
        __syncwarp();
        for (int64_t s = j + 1; s < last; ++s) {
            for (int64_t i = s + lane; i < last; i += kWarp) {
                u.row(s)[i] = __fma_rn(-u.row(j)[s], u.row(j)[i], u.row(s)[i]);
            }
        }
        __syncwarp();
    }
}

// The panel's rows to the right of its triangle; a thread a column, which stays in registers.
template <typename Upper>
__device__ inline void solve_panel(const Upper& u, int64_t first, int64_t last) {
    for (int64_t i = last + threadIdx.x; i < u.n; i += blockDim.x) {
        double column[kPanel];
        ELITES_UNROLL
        for (int64_t t = 0; t < kPanel; ++t) {
            double sum = first + t < last ? u.row(first + t)[i] : 0;
            ELITES_UNROLL
            for (int64_t s = 0; s < t; ++s) {
                sum = first + t < last ? __fma_rn(-u.row(first + s)[first + t], column[s], sum) : 0;
            }
            column[t] = first + t < last ? sum / u.row(first + t)[first + t] : 0;
        }
        ELITES_UNROLL
        for (int64_t t = 0; t < kPanel; ++t) {
            if (first + t < last) {
                u.row(first + t)[i] = column[t];
            }
        }
    }
}

// What is left, less the panel's products: a warp has 4 rows x 64 columns at a time, a lane 4 x 2 of them.
template <typename Upper>
__device__ inline void subtract_panel(const Upper& u, int64_t first, int64_t last) {
    constexpr int64_t kRows = 4;
    constexpr int64_t kColumns = 2;
    int64_t n = u.n;
    int64_t lane = threadIdx.x % kWarp;
    int64_t warps = blockDim.x / kWarp;
    for (int64_t row = last + threadIdx.x / kWarp * kRows; row < n; row += warps * kRows) {
        for (int64_t column = row; column < n; column += kColumns * kWarp) {
            double sums[kRows][kColumns];
            auto is_own = [&](int64_t r, int64_t c) {
                return row + r < n && column + lane + c * kWarp < n && column + lane + c * kWarp >= row + r;
            };
            ELITES_UNROLL
            for (int64_t r = 0; r < kRows; ++r) {
                ELITES_UNROLL
                for (int64_t c = 0; c < kColumns; ++c) {
                    sums[r][c] = is_own(r, c) ? u.row(row + r)[column + lane + c * kWarp] : 0;
                }
            }
            for (int64_t t = first; t < last; ++t) {
                const double* of_panel = u.row(t);
                double right[kColumns];
                ELITES_UNROLL
                for (int64_t c = 0; c < kColumns; ++c) {
                    int64_t i = column + lane + c * kWarp;
                    right[c] = of_panel[i < n ? i : n - 1];
                }
                ELITES_UNROLL
                for (int64_t r = 0; r < kRows; ++r) {
                    double left = -of_panel[row + r < n ? row + r : n - 1];
                    ELITES_UNROLL
                    for (int64_t c = 0; c < kColumns; ++c) {
                        sums[r][c] = __fma_rn(left, right[c], sums[r][c]);
                    }
                }
            }
            ELITES_UNROLL
            for (int64_t r = 0; r < kRows; ++r) {
                ELITES_UNROLL
                for (int64_t c = 0; c < kColumns; ++c) {
                    if (is_own(r, c)) {
                        u.row(row + r)[column + lane + c * kWarp] = sums[r][c];
                    }
                }
            }
        }
    }
}

// Cholesky factor U of a symmetric matrix A = U^T U, in place of its upper triangle; nothing else is read or written.
// False, for all threads, where a pivot is not a positive finite number. Blocks are whole warps. By panels of 16 rows,
// so that a column waits for three barriers a panel and products are made in registers; yet element (j, i) is summed by
// index, one rounding a product: A[j, i] - U[0, j] U[0, i] - ... - U[j - 1, j] U[j - 1, i], whatever the panels.
template <typename Upper>
__device__ inline bool factorize_upper(const Upper& u) {
    int64_t n = u.n;
    __syncthreads();
    for (int64_t first = 0; first < n; first += kPanel) {
        int64_t last = first + kPanel < n ? first + kPanel : n;
        if (threadIdx.x < kWarp) {
            factorize_diagonal(u, first, last);
        }
        __syncthreads();
        for (int64_t j = first; j < last; ++j) {
            if (!is_pivot(u.row(j)[j])) {
                return false;
            }
        }
        solve_panel(u, first, last);
#if ELITES_SEEDED_BUG != 4
        __syncthreads();
#endif
        subtract_panel(u, first, last);
        __syncthreads();
    }
    return true;
}

// The same, of a matrix n x n row-major.
__device__ inline bool factorize_upper(double* a, int64_t n) {
    return factorize_upper(SquareUpper{a, n});
}

}  // namespace elites
