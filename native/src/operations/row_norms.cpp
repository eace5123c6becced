// How far from the origin the rows of each search are.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "lanes.hpp"
#include "population.hpp"
#include "row_length.hpp"

namespace elites {

namespace {

// Rows that one worker takes at a time.
constexpr int32_t kRows = 256;

struct RowNorms final : public PopulationOperation {
    const float* rows;
    int32_t width;
    const int32_t* settings;
    float* norms;

    RowNorms(const float* rows, int32_t width, const int32_t* settings, float* norms)
        : rows(rows), width(width), settings(settings), norms(norms) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        std::vector<double> lengths(static_cast<size_t>(population.rows()));
        int64_t blocks = (population.rows() + kRows - 1) / kRows;
        lanes.for_each(blocks, [&](int64_t block, Lane&) {
            int64_t last = std::min((block + 1) * kRows, population.rows());
            for (int64_t row = block * kRows; row < last; ++row) {
                lengths[row] = length_of(rows + row * width, width);
            }
        });
        for (int64_t search = 0; search < population.searches; ++search) {
            describe(search, population.individuals, lengths.data() + search * population.individuals);
        }
    }

    void describe(int64_t search, int32_t individuals, const double* lengths) const {
        int32_t active = active_of(settings, search, individuals);
        double sum = 0;
        int32_t count = 0;
        for (int32_t i = 0; i < active; ++i) {
            if (std::isfinite(lengths[i])) {
                sum += lengths[i];
                ++count;
            }
        }
        double mean = count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / count;
        double square = 0;
        for (int32_t i = 0; i < active; ++i) {
            if (std::isfinite(lengths[i])) {
                square += (lengths[i] - mean) * (lengths[i] - mean);
            }
        }
        norms[2 * search] = static_cast<float>(mean);
        norms[2 * search + 1] = static_cast<float>(count == 0 ? mean : std::sqrt(square / count));
    }
};

}  // namespace

PopulationPointer make_row_norms(const float* rows, int32_t width, const int32_t* settings, float* norms) {
    return std::make_unique<RowNorms>(rows, width, settings, norms);
}

}  // namespace elites
