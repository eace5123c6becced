// Lower Cholesky factors of the searches' covariances, in double, a block a search, by panels (factorize.h). A triangle
// that fits stands packed in shared memory, 4 d (d + 1) B: up to d = 239 with the 227 KiB of compute capability 9.0,
// 202 with the 163 KiB of 8.0. Larger ones stand in memory, in practice in the second cache.
#include "elites/cuda/control.h"
#include "elites/cuda/factorize.h"
#include "elites/cuda/reduce.h"

namespace elites {

struct Cholesky {
    const Control* control;
    float* covariance;  // [searches, width, width]
    float* factor;      // [searches, width, width]
    int32_t* valid;     // [searches]
    int32_t* retries;   // [searches]
    double* upper;      // [searches, width, width], or null where triangles are in shared memory
    int32_t searches, width;
};

constexpr int32_t kMostRetries = 3;
// The first retry adds ten times this share of the mean variance: float32 rounds a covariance by some 1e-7 of it.
constexpr double kSmallestJitter = 1e-7;

__device__ inline float jittered(float variance, double jitter) {
    return static_cast<float>(variance + jitter);
}

// Writes the factor of the matrix with `jitter` on its diagonal, in float32, and tells all threads whether there is one.
template <typename Upper>
__device__ inline bool factorize(const float* covariance, double jitter, const Upper& upper, float* factor) {
    int64_t d = upper.n;
    int64_t lane = threadIdx.x % kWarp;
    int64_t warps = blockDim.x / kWarp;
    __syncthreads();
    // Of the lower triangle, row i is column i of the upper one.
    for (int64_t i = threadIdx.x / kWarp; i < d; i += warps) {
        for (int64_t j = lane; j <= i; j += kWarp) {
            float value = covariance[i * d + j];
            upper.row(j)[i] = i == j ? jittered(value, jitter) : value;
        }
    }
    if (!factorize_upper(upper)) {
        return false;
    }
    for (int64_t i = threadIdx.x / kWarp; i < d; i += warps) {
        for (int64_t j = lane; j < d; j += kWarp) {
            factor[i * d + j] = j <= i ? static_cast<float>(upper.row(j)[i]) : 0.0f;
        }
    }
    return true;
}

template <typename Upper>
__device__ inline void cholesky_of(const Cholesky& a, int64_t search, const Upper& upper) {
    int64_t offset = search * upper.n * upper.n;
    bool found = factorize(a.covariance + offset, 0, upper, a.factor + offset);
    if (threadIdx.x == 0) {
        a.valid[search] = found ? 1 : 0;
    }
}

template <typename Upper>
__device__ inline void robust_cholesky_of(
        const Cholesky& a, BlockSum<double>& sums, int64_t search, const Upper& upper) {
    int64_t d = upper.n;
    float* covariance = a.covariance + search * d * d;
    float* factor = a.factor + search * d * d;
    double mean_variance = block_sum(sums, d, [&](int64_t i) { return static_cast<double>(covariance[i * d + i]); })
            / static_cast<double>(d);
    // No jitter heals a matrix that has no scale.
    int32_t most = mean_variance > 0 && isfinite(mean_variance) ? kMostRetries : 0;
    int32_t retry = 0;
    double scale = kSmallestJitter;
    double jitter = 0;
    bool found = factorize(covariance, jitter, upper, factor);
    while (!found && retry < most) {
        ++retry;
        scale *= 10;
        jitter = scale * mean_variance;
        found = factorize(covariance, jitter, upper, factor);
    }
    if (found && retry > 0) {
        for (int64_t i = threadIdx.x; i < d; i += blockDim.x) {
            covariance[i * d + i] = jittered(covariance[i * d + i], jitter);
        }
    }
    if (threadIdx.x == 0) {
        a.valid[search] = found ? 1 : 0;
        a.retries[search] = retry;
    }
}

// Calls body(search, upper), a block a search.
template <typename Body>
__device__ inline void for_searches(const Cholesky& a, Body&& body) {
    int64_t d = a.width;
    for (int64_t search = blockIdx.x; search < a.searches; search += gridDim.x) {
        if (a.upper == nullptr) {
            body(search, PackedUpper{reinterpret_cast<double*>(shared_bytes), d});
        } else {
            body(search, SquareUpper{a.upper + search * d * d, d});
        }
        __syncthreads();
    }
}

}  // namespace elites

ELITES_POPULATION_KERNEL(cholesky, elites::Cholesky, 256) {
    using namespace elites;
    for_searches(arguments, [&](int64_t search, const auto& upper) { cholesky_of(arguments, search, upper); });
}

ELITES_POPULATION_KERNEL(robust_cholesky, elites::Cholesky, 256) {
    using namespace elites;
    __shared__ BlockSum<double> shared;
    BlockSum<double>& sums = shared;
    for_searches(
            arguments, [&](int64_t search, const auto& upper) { robust_cholesky_of(arguments, sums, search, upper); });
}
