// Lower Cholesky factors of the searches' covariances, in double, a block a search.
#include "elites/cuda/factorize.h"
#include "elites/cuda/reduce.h"

namespace elites {

struct Cholesky {
    float* covariance;  // [searches, width, width]
    float* factor;      // [searches, width, width]
    int32_t* valid;     // [searches]
    int32_t* retries;   // [searches]
    double* upper;      // [searches, width, width]
    int32_t searches, width;
};

constexpr int32_t kMostRetries = 3;
// The first retry adds ten times this share of the mean variance: float32 rounds a covariance by some 1e-7 of it.
constexpr double kSmallestJitter = 1e-7;

__device__ inline float jittered(float variance, double jitter) {
    return static_cast<float>(variance + jitter);
}

// Writes the factor of the matrix with `jitter` on its diagonal, in float32, and tells all threads whether there is one.
__device__ inline bool factorize(const float* covariance, double jitter, double* upper, float* factor, int64_t d) {
    __syncthreads();
    for (int64_t at = threadIdx.x; at < d * d; at += blockDim.x) {
        int64_t i = at / d;
        int64_t j = at % d;
        if (j <= i) {
            upper[j * d + i] = i == j ? jittered(covariance[at], jitter) : covariance[at];
        }
    }
    if (!factorize_upper(upper, d)) {
        return false;
    }
    for (int64_t at = threadIdx.x; at < d * d; at += blockDim.x) {
        int64_t i = at / d;
        int64_t j = at % d;
        factor[at] = j <= i ? static_cast<float>(upper[j * d + i]) : 0.0f;
    }
    return true;
}

}  // namespace elites

ELITES_KERNEL(cholesky, elites::Cholesky, 256) {
    using namespace elites;
    int64_t d = arguments.width;
    for (int64_t search = blockIdx.x; search < arguments.searches; search += gridDim.x) {
        int64_t offset = search * d * d;
        bool found = factorize(
                arguments.covariance + offset, 0, arguments.upper + offset, arguments.factor + offset, d);
        if (threadIdx.x == 0) {
            arguments.valid[search] = found ? 1 : 0;
        }
    }
}

ELITES_KERNEL(robust_cholesky, elites::Cholesky, 256) {
    using namespace elites;
    __shared__ BlockSum<double> sums;
    int64_t d = arguments.width;
    for (int64_t search = blockIdx.x; search < arguments.searches; search += gridDim.x) {
        float* covariance = arguments.covariance + search * d * d;
        float* factor = arguments.factor + search * d * d;
        double* upper = arguments.upper + search * d * d;
        double mean_variance =
                block_sum(sums, d, [&](int64_t i) { return static_cast<double>(covariance[i * d + i]); })
                / static_cast<double>(d);
        // No jitter heals a matrix that has no scale.
        int32_t most = mean_variance > 0 && isfinite(mean_variance) ? kMostRetries : 0;
        int32_t retry = 0;
        double scale = kSmallestJitter;
        double jitter = 0;
        bool found = factorize(covariance, jitter, upper, factor, d);
        while (!found && retry < most) {
            ++retry;
            scale *= 10;
            jitter = scale * mean_variance;
            found = factorize(covariance, jitter, upper, factor, d);
        }
        if (found && retry > 0) {
            for (int64_t i = threadIdx.x; i < d; i += blockDim.x) {
                covariance[i * d + i] = jittered(covariance[i * d + i], jitter);
            }
        }
        if (threadIdx.x == 0) {
            arguments.valid[search] = found ? 1 : 0;
            arguments.retries[search] = retry;
        }
        __syncthreads();
    }
}
