// Cholesky factors of the searches' covariances, in double.
#include <cmath>
#include <vector>

#include "dense.hpp"
#include "lanes.hpp"
#include "population.hpp"

namespace elites {

namespace {

constexpr int32_t kMostRetries = 3;
// The first retry adds ten times this share of the mean variance: float32 rounds a covariance by some 1e-7 of it.
constexpr double kSmallestJitter = 1e-7;

class Cholesky final : public PopulationOperation {
public:
    Cholesky(int32_t width, const float* covariance, float* factor, int32_t* valid)
        : width_(width), covariance_(covariance), factor_(factor), valid_(valid) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        lanes.for_each(population.searches, [&](int64_t search, Lane&) {
            int64_t offset = search * width_ * width_;
            std::vector<double> upper(static_cast<size_t>(width_) * width_);
            valid_[search] = factorize(covariance_ + offset, 0, upper, factor_ + offset) ? 1 : 0;
        });
    }

    // Writes the factor of the matrix with `jitter` on its diagonal, in float32, and tells whether there is one.
    bool factorize(const float* covariance, double jitter, std::vector<double>& upper, float* factor) const {
        int64_t d = width_;
        for (int64_t i = 0; i < d; ++i) {
            for (int64_t j = 0; j <= i; ++j) {
                upper[j * d + i] = covariance[i * d + j];
            }
            upper[i * d + i] = jittered(covariance[i * d + i], jitter);
        }
        if (!factorize_upper(upper.data(), d)) {
            return false;
        }
        for (int64_t i = 0; i < d; ++i) {
            for (int64_t j = 0; j < d; ++j) {
                factor[i * d + j] = j <= i ? static_cast<float>(upper[j * d + i]) : 0.0f;
            }
        }
        return true;
    }

    static float jittered(float variance, double jitter) { return static_cast<float>(variance + jitter); }

private:
    int32_t width_;
    const float* covariance_;
    float* factor_;
    int32_t* valid_;
};

class RobustCholesky final : public PopulationOperation {
public:
    RobustCholesky(int32_t width, float* covariance, float* factor, int32_t* valid, int32_t* retries)
        : width_(width),
          once_(width, covariance, factor, valid),
          covariance_(covariance),
          factor_(factor),
          valid_(valid),
          retries_(retries) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        lanes.for_each(population.searches, [&](int64_t search, Lane&) { factorize(search); });
    }

private:
    void factorize(int64_t search) const {
        int64_t d = width_;
        float* covariance = covariance_ + search * d * d;
        float* factor = factor_ + search * d * d;
        std::vector<double> upper(static_cast<size_t>(d) * d);
        double mean_variance = 0;
        for (int64_t i = 0; i < d; ++i) {
            mean_variance += covariance[i * d + i];
        }
        mean_variance /= static_cast<double>(d);
        // No jitter heals a matrix that has no scale.
        int32_t most = mean_variance > 0 && std::isfinite(mean_variance) ? kMostRetries : 0;
        int32_t retry = 0;
        double jitter = 0;
        bool found = once_.factorize(covariance, jitter, upper, factor);
        while (!found && retry < most) {
            ++retry;
            jitter = kSmallestJitter * std::pow(10.0, retry) * mean_variance;
            found = once_.factorize(covariance, jitter, upper, factor);
        }
        if (found && retry > 0) {
            for (int64_t i = 0; i < d; ++i) {
                covariance[i * d + i] = Cholesky::jittered(covariance[i * d + i], jitter);
            }
        }
        valid_[search] = found ? 1 : 0;
        retries_[search] = retry;
    }

    int32_t width_;
    Cholesky once_;
    float* covariance_;
    float* factor_;
    int32_t* valid_;
    int32_t* retries_;
};

}  // namespace

PopulationPointer make_cholesky(int32_t width, const float* covariance, float* factor, int32_t* valid) {
    return std::make_unique<Cholesky>(width, covariance, factor, valid);
}

PopulationPointer make_robust_cholesky(
        int32_t width, float* covariance, float* factor, int32_t* valid, int32_t* retries) {
    return std::make_unique<RobustCholesky>(width, covariance, factor, valid, retries);
}

}  // namespace elites
