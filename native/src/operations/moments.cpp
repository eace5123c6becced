// Mean and variance of the elites, in one pass. Sums run in double over the distances to the first elite, which are as
// small as the spread is, in blocks of elites that are joined in order: they depend neither on threads nor on how far
// the mean is from zero.
#include <algorithm>
#include <vector>

#include "lanes.hpp"
#include "population.hpp"

namespace elites {

namespace {

// Elites that one worker takes at a time.
constexpr int32_t kBlock = 1024;

class Moments final : public PopulationOperation {
public:
    Moments(const float* rows, int32_t width, const SelectionView& selection, float* mean, float* variance)
        : rows_(rows), width_(width), selection_(selection), mean_(mean), variance_(variance) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        // The blocks of a search start at starts[search].
        std::vector<int64_t> starts(population.searches + 1);
        for (int32_t search = 0; search < population.searches; ++search) {
            int32_t count = selection_.count(search, population.individuals);
            starts[search + 1] = starts[search] + (count + kBlock - 1) / kBlock;
        }
        std::vector<double> sums(starts.back() * 2 * width_);
        lanes.for_each(starts.back(), [&](int64_t block, Lane&) {
            auto search = std::upper_bound(starts.begin(), starts.end(), block) - starts.begin() - 1;
            auto first = static_cast<int32_t>(block - starts[search]) * kBlock;
            add_up(search, population.individuals, first, sums.data() + block * 2 * width_);
        });
        lanes.for_each(population.searches, [&](int64_t search, Lane&) {
            if (selection_.count(search, population.individuals) > 0) {
                join(search, population.individuals, starts[search + 1] - starts[search],
                     sums.data() + starts[search] * 2 * width_);
            }
        });
    }

private:
    const float* row(int64_t search, int32_t individuals, int32_t elite) const {
        return rows_ + selection_.row(search, individuals, elite) * width_;
    }

    // sums: of the distances, then of their squares.
    void add_up(int64_t search, int32_t individuals, int32_t first, double* sums) const {
        // Elites added in one sweep over the sums, which cost more than the rows otherwise.
        constexpr int32_t kSweep = 4;
        // Rows lie far apart, where the processor does not expect them: so many of their numbers are on the way.
        constexpr int32_t kFloatsAhead = 512;
        const int32_t rows_ahead = std::clamp(kFloatsAhead / width_, 8, 64);
        const float* origin = row(search, individuals, 0);
        double* squares = sums + width_;
        int32_t last = std::min(first + kBlock, selection_.count(search, individuals));
        int32_t k = first;
        for (; k + kSweep <= last; k += kSweep) {
            const float* x[kSweep];
            for (int32_t i = 0; i < kSweep; ++i) {
                x[i] = row(search, individuals, k + i);
                const float* ahead = row(search, individuals, std::min(k + i + rows_ahead, last - 1));
                for (int32_t e = 0; e < width_; e += 16) {
                    __builtin_prefetch(ahead + e);
                }
            }
            add<kSweep>(x, origin, sums, squares);
        }
        for (; k < last; ++k) {
            const float* x[1] = {row(search, individuals, k)};
            add<1>(x, origin, sums, squares);
        }
    }

    template <int32_t kRows>
    void add(const float* const* x, const float* __restrict origin, double* __restrict sums, double* __restrict squares)
            const {
        for (int32_t e = 0; e < width_; ++e) {
            double sum = sums[e];
            double square = squares[e];
            for (int32_t i = 0; i < kRows; ++i) {
                double distance = static_cast<double>(x[i][e]) - origin[e];
                sum += distance;
                square += distance * distance;
            }
            sums[e] = sum;
            squares[e] = square;
        }
    }

    void join(int64_t search, int32_t individuals, int64_t blocks, double* sums) const {
        const float* origin = row(search, individuals, 0);
        double count = selection_.count(search, individuals);
        for (int64_t block = 1; block < blocks; ++block) {
            for (int32_t e = 0; e < 2 * width_; ++e) {
                sums[e] += sums[block * 2 * width_ + e];
            }
        }
        for (int32_t e = 0; e < width_; ++e) {
            double distance = sums[e] / count;
            double variance = sums[width_ + e] / count - distance * distance;
            mean_[search * width_ + e] = static_cast<float>(origin[e] + distance);
            // Rounding may leave less than nothing. Not a maximum: NaN must stay NaN.
            variance_[search * width_ + e] = static_cast<float>(variance < 0 ? 0 : variance);
        }
    }

    const float* rows_;
    int32_t width_;
    SelectionView selection_;
    float* mean_;
    float* variance_;
};

}  // namespace

PopulationPointer make_moments(
        const float* rows, int32_t width, const SelectionView& selection, float* mean, float* variance) {
    return std::make_unique<Moments>(rows, width, selection, mean, variance);
}

}  // namespace elites
