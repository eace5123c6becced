// Cholesky factors in double, by one block.
#pragma once

#include "elites/cuda/kernel.h"

namespace elites {

// Cholesky factor U of a symmetric matrix A = U^T U, n x n row-major, in place of its upper triangle; what is below the
// diagonal is neither read nor written. False, for all threads, where a pivot is not a positive finite number. Element
// (j, i) is summed by index: A[j, i] - U[0, j] U[0, i] - ... - U[j - 1, j] U[j - 1, i].
__device__ inline bool factorize_upper(double* a, int64_t n) {
    __syncthreads();
    for (int64_t j = 0; j < n; ++j) {
        for (int64_t i = j + threadIdx.x; i < n; i += blockDim.x) {
            double sum = a[j * n + i];
            for (int64_t t = 0; t < j; ++t) {
                sum = __fma_rn(-a[t * n + j], a[t * n + i], sum);
            }
            a[j * n + i] = sum;
        }
        __syncthreads();
        double pivot = a[j * n + j];
        if (!(pivot > 0) || !isfinite(pivot)) {
            return false;
        }
        // All threads have read the pivot before it becomes its root.
        __syncthreads();
        double root = sqrt(pivot);
        for (int64_t i = j + threadIdx.x; i < n; i += blockDim.x) {
            a[j * n + i] = i == j ? root : a[j * n + i] / root;
        }
        __syncthreads();
    }
    return true;
}

}  // namespace elites
