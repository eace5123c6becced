// Shrinkage of covariances towards a multiple of the identity.
#include <algorithm>

#include "lanes.hpp"
#include "population.hpp"

namespace elites {

namespace {

struct Shrink final : public PopulationOperation {
    int32_t width;
    SelectionView selection;
    float* covariance;
    float* intensity;

    Shrink(int32_t width, const SelectionView& selection, float* covariance, float* intensity)
        : width(width), selection(selection), covariance(covariance), intensity(intensity) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        lanes.for_each(population.searches, [&](int64_t search, Lane&) {
            int32_t count = selection.count(search, population.individuals);
            intensity[search] = count > 0 ? shrink(covariance + search * width * width, count) : 0.0f;
        });
    }

    // Oracle-approximating shrinkage; the squares are taken about the target, so that they do not cancel.
    float shrink(float* matrix, int32_t count) const {
        int64_t d = width;
        double trace = 0;
        for (int64_t i = 0; i < d; ++i) {
            trace += matrix[i * d + i];
        }
        double target = trace / static_cast<double>(d);
        double distance = 0;
        for (int64_t i = 0; i < d; ++i) {
            for (int64_t j = 0; j < d; ++j) {
                double difference = matrix[i * d + j] - (i == j ? target : 0.0);
                distance += difference * difference;
            }
        }
        double rho = intensity_of(distance, target, count);
        for (int64_t i = 0; i < d; ++i) {
            for (int64_t j = 0; j < d; ++j) {
                double value = (1 - rho) * matrix[i * d + j] + (i == j ? rho * target : 0.0);
                matrix[i * d + j] = static_cast<float>(value);
            }
        }
        return static_cast<float>(rho);
    }

    // Of distance = tr(S^2) - tr^2(S) / d and target = tr(S) / d. NaN stays NaN.
    double intensity_of(double distance, double target, int32_t count) const {
        double d = width;
        double squares = distance + d * target * target;
        double numerator = (1 - 2 / d) * squares + d * target * d * target;
        double denominator = (count + 1 - 2 / d) * distance;
        return numerator >= denominator ? 1.0 : numerator / denominator;
    }
};

}  // namespace

PopulationPointer make_shrink(
        int32_t width, const SelectionView& selection, float* covariance, float* intensity) {
    return std::make_unique<Shrink>(width, selection, covariance, intensity);
}

}  // namespace elites
