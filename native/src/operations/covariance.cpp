// Covariance of the elites. Sums run in double over centred values, in the elites' order, so that they depend neither
// on threads nor on how far the mean is from zero.
#include <algorithm>

#include "lanes.hpp"
#include "population.hpp"

namespace elites {

namespace {

// A tile of the covariance, which one worker takes at a time: its sums and the elites' coordinates stay in the first
// cache.
constexpr int32_t kLines = 16;
constexpr int32_t kColumns = 128;
// Elites whose products are added in one sweep over the sums, which are loaded and stored once then.
constexpr int32_t kSweep = 8;

class Covariance final : public PopulationOperation {
public:
    Covariance(
            const float* rows, int32_t width, const SelectionView& selection, const float* mean, const float* jitter,
            float* covariance)
        : rows_(rows), width_(width), selection_(selection), mean_(mean), jitter_(jitter), covariance_(covariance) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        int64_t down = (width_ + kLines - 1) / kLines;
        int64_t across = (width_ + kColumns - 1) / kColumns;
        lanes.for_each(population.searches * down * across, [&](int64_t item, Lane&) {
            int64_t search = item / (down * across);
            auto line = static_cast<int32_t>(item / across % down) * kLines;
            auto column = static_cast<int32_t>(item % across) * kColumns;
            // The other half is its mirror image.
            if (selection_.count(search, population.individuals) > 0 && column < std::min(line + kLines, width_)) {
                tile(search, population.individuals, line, column);
            }
        });
    }

private:
    // Coordinates of the elites of a sweep, less their mean.
    template <int32_t kWidth>
    using Centred = double[kSweep][kWidth];

    void tile(int64_t search, int32_t individuals, int32_t line, int32_t column) const {
        int32_t lines = std::min(kLines, width_ - line);
        // Columns that some line of the tile needs, up to its diagonal.
        int32_t columns = std::min(kColumns, line + lines - column);
        int32_t count = selection_.count(search, individuals);
        alignas(64) Centred<kLines> left;
        alignas(64) Centred<kColumns> right;
        alignas(64) double sums[kLines][kColumns] = {};
        for (int32_t k = 0; k < count; k += kSweep) {
            centre(search, individuals, k, line, lines, left);
            centre(search, individuals, k, column, columns, right);
            for (int32_t i = 0; i < lines; ++i) {
                add_products(left, right, i, columns, sums[i]);
            }
        }
        float* covariance = covariance_ + search * width_ * width_;
        for (int64_t i = line; i < line + lines; ++i) {
            for (int64_t j = column; j < column + columns && j <= i; ++j) {
                double value = sums[i - line][j - column] / count;
                value += i == j ? jitter_[search] : 0;
                covariance[i * width_ + j] = static_cast<float>(value);
                covariance[j * width_ + i] = static_cast<float>(value);
            }
        }
    }

    // Coordinates first to first + count - 1 of elites k to k + kSweep - 1; 0, which adds nothing, for those behind the
    // last.
    template <int32_t kWidth>
    void centre(
            int64_t search, int32_t individuals, int32_t k, int32_t first, int32_t count,
            Centred<kWidth>& centred) const {
        const float* mean = mean_ + search * width_ + first;
        for (int32_t r = 0; r < kSweep; ++r) {
            if (k + r >= selection_.count(search, individuals)) {
                std::fill_n(centred[r], count, 0.0);
                continue;
            }
            const float* from = rows_ + selection_.row(search, individuals, k + r) * width_ + first;
            for (int32_t e = 0; e < count; ++e) {
                centred[r][e] = static_cast<double>(from[e]) - mean[e];
            }
        }
    }

    // Adds the products of line i and each column, elite after elite.
    static void add_products(
            const Centred<kLines>& left, const Centred<kColumns>& right, int32_t i, int32_t columns,
            double* __restrict sums) {
        for (int32_t j = 0; j < columns; ++j) {
            double sum = sums[j];
            for (int32_t r = 0; r < kSweep; ++r) {
                sum = __builtin_fma(left[r][i], right[r][j], sum);
            }
            sums[j] = sum;
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
