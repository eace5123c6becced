// Covariance of the elites. Sums run in double over centred values, in the elites' order, so that they depend neither on
// threads nor on how far the mean is from zero.
#include <algorithm>
#include <vector>

#include "lanes.hpp"
#include "population.hpp"

namespace elites {

namespace {

// Lines of the covariance that one worker takes at a time.
constexpr int32_t kLines = 16;

class Covariance final : public PopulationOperation {
public:
    Covariance(
            const float* rows, int32_t width, const SelectionView& selection, const float* mean, const float* jitter,
            float* covariance)
        : rows_(rows), width_(width), selection_(selection), mean_(mean), jitter_(jitter), covariance_(covariance) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        int64_t blocks = (width_ + kLines - 1) / kLines;
        lanes.for_each(population.searches * blocks, [&](int64_t item, Lane&) {
            int64_t search = item / blocks;
            if (selection_.count(search) > 0) {
                lines(search, population.individuals, static_cast<int32_t>(item % blocks) * kLines);
            }
        });
    }

private:
    void lines(int64_t search, int32_t individuals, int32_t first) const {
        int32_t last = std::min(first + kLines, width_);
        int32_t count = selection_.count(search);
        const int32_t* elites = selection_.of(search, individuals);
        const float* rows = rows_ + search * individuals * width_;
        const float* mean = mean_ + search * width_;
        std::vector<double> centred(width_);
        std::vector<double> sums(static_cast<size_t>(last - first) * width_);
        for (int32_t k = 0; k < count; ++k) {
            const float* row = rows + static_cast<int64_t>(elites[k]) * width_;
            for (int32_t e = 0; e < last; ++e) {
                centred[e] = static_cast<double>(row[e]) - mean[e];
            }
            for (int32_t i = first; i < last; ++i) {
                double* sum = sums.data() + static_cast<size_t>(i - first) * width_;
                for (int32_t j = 0; j <= i; ++j) {
                    sum[j] += centred[i] * centred[j];
                }
            }
        }
        float* covariance = covariance_ + search * width_ * width_;
        for (int32_t i = first; i < last; ++i) {
            for (int32_t j = 0; j <= i; ++j) {
                double value = sums[static_cast<size_t>(i - first) * width_ + j] / count;
                value += i == j ? jitter_[search] : 0;
                covariance[static_cast<int64_t>(i) * width_ + j] = static_cast<float>(value);
                covariance[static_cast<int64_t>(j) * width_ + i] = static_cast<float>(value);
            }
        }
    }

    const float* rows_;
    int32_t width_;
    SelectionView selection_;
    const float* mean_;
    const float* jitter_;
    float* covariance_;
};

}  // namespace

PopulationPointer make_covariance(
        const float* rows, int32_t width, const SelectionView& selection, const float* mean, const float* jitter,
        float* covariance) {
    return std::make_unique<Covariance>(rows, width, selection, mean, jitter, covariance);
}

}  // namespace elites
