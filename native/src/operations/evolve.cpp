// A step of Diffusion Evolution: every individual moves towards a fitness-weighted estimate of where it came from. All
// pairs are looked at; distances are formed from differences about the population's centre, weights are relative to
// the largest of their row.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "elites/elementary.h"
#include "elites/evolution.h"
#include "error.hpp"
#include "lanes.hpp"
#include "population.hpp"
#include "noise.hpp"

namespace elites {

namespace {

// Queries that share one reading of the keys, keys whose sums stay in the first cache, and what fills two vectors.
constexpr int32_t kQueries = 4;
constexpr int32_t kKeys = 256;
constexpr int32_t kStrands = 16;
// Rows that one worker takes at a time.
constexpr int32_t kRows = 32;

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// The individuals of a search that have weight, about their mean; by element, so that loops run over individuals.
struct Keys {
    int64_t count = 0;
    int64_t stride = 0;             // count rounded up; what is beyond has no weight
    std::vector<double> centre;     // [d]
    std::vector<float> values;      // [d, stride]
    std::vector<float> log_weight;  // [stride]
};

double joined(const float* strands) {
    double sum = 0;
    for (int32_t s = 0; s < kStrands; ++s) {
        sum += strands[s];
    }
    return sum;
}

class Evolve final : public PopulationOperation {
public:
    Evolve(const EvolutionOperands& operands, int32_t width, int32_t steps)
        : at_(operands), width_(width), steps_(steps) {}

    void run(const Control& control, const Population& population, Lanes& lanes) const override {
        for (int64_t search = 0; search < population.searches; ++search) {
            require(
                    control.clock(search).generation < static_cast<uint32_t>(steps_),
                    "The table of coefficients has no line for this generation.");
        }
        std::vector<Keys> keys(population.searches);
        lanes.for_each(population.searches, [&](int64_t search, Lane&) {
            keys[search] = keys_of(search, population.individuals);
        });
        std::vector<double> sizes(population.rows());
        int64_t blocks = (population.individuals + kRows - 1) / kRows;
        lanes.for_each(population.searches * blocks, [&](int64_t item, Lane& lane) {
            int64_t search = item / blocks;
            int32_t first = static_cast<int32_t>(item % blocks) * kRows;
            int32_t last = std::min(first + kRows, population.individuals);
            move(control, population, lane, search, keys[search], first, last, sizes.data());
        });
        for (int64_t search = 0; search < population.searches; ++search) {
            describe(search, population.individuals, keys[search].count, sizes.data());
        }
    }

private:
    int32_t active(int64_t search, int32_t individuals) const {
        return active_of(at_.settings, search, individuals);
    }

    bool has_weight(int64_t row) const {
        const float* x = at_.rows + row * width_;
        return at_.log_fitness[row] > -kInfinity && std::all_of(x, x + width_, [](float value) {
            return std::isfinite(value);
        });
    }

    Keys keys_of(int64_t search, int32_t individuals) const {
        std::vector<int64_t> chosen;
        for (int64_t i = 0; i < active(search, individuals); ++i) {
            if (has_weight(search * individuals + i)) {
                chosen.push_back(search * individuals + i);
            }
        }
        Keys keys;
        keys.count = static_cast<int64_t>(chosen.size());
        keys.stride = (keys.count + kStrands - 1) / kStrands * kStrands;
        keys.centre.assign(width_, 0.0);
        for (int64_t row : chosen) {
            for (int32_t e = 0; e < width_; ++e) {
                keys.centre[e] += at_.rows[row * width_ + e];
            }
        }
        for (double& element : keys.centre) {
            element /= std::max<double>(1, static_cast<double>(keys.count));
        }
        keys.values.assign(width_ * keys.stride, 0.0f);
        keys.log_weight.assign(keys.stride, -kInfinity);
        for (int64_t k = 0; k < keys.count; ++k) {
            for (int32_t e = 0; e < width_; ++e) {
                keys.values[e * keys.stride + k] =
                        static_cast<float>(at_.rows[chosen[k] * width_ + e] - keys.centre[e]);
            }
            // An infinite fitness outweighs every distance, and infinities among themselves are equal.
            keys.log_weight[k] = std::min(at_.log_fitness[chosen[k]], std::numeric_limits<float>::max());
        }
        return keys;
    }

    void move(
            const Control& control, const Population& population, Lane& lane, int64_t search, const Keys& keys,
            int32_t first, int32_t last, double* sizes) const {
        int32_t moving = keys.count == 0 ? 0 : active(search, population.individuals);
        int64_t base = search * population.individuals;
        for (int32_t i = std::max(first, moving); i < last; ++i) {
            std::copy_n(at_.rows + (base + i) * width_, width_, at_.target + (base + i) * width_);
        }
        SearchClock clock = control.clock(search);
        EvolutionCoefficients coefficients = coefficients_of(search, clock.generation);
        int64_t logits_floats = kQueries * keys.stride;
        float* logits =
                lane.scratch(logits_floats + kQueries * static_cast<int64_t>(width_) + row_normals_floats(width_));
        float* queries = logits + logits_floats;
        float* normals = queries + kQueries * static_cast<int64_t>(width_);
        last = std::min(last, moving);
        for (int32_t i = first; i < last; i += kQueries) {
            for (int32_t q = 0; q < kQueries; ++q) {
                // Places beyond the last individual repeat it; nobody reads them.
                const float* x = at_.rows + (base + std::min(i + q, last - 1)) * width_;
                for (int32_t e = 0; e < width_; ++e) {
                    queries[q * width_ + e] = static_cast<float>(x[e] - coefficients.signal * keys.centre[e]);
                }
            }
            pair(coefficients, keys, queries, logits);
            double sums[kQueries], squares[kQueries];
            weigh(keys, logits, sums, squares);
            for (int32_t q = 0; q < kQueries && i + q < last; ++q) {
                sizes[base + i + q] = sums[q] * sums[q] / squares[q];
            }
            estimate(keys, logits, sums, queries, coefficients, base + i, std::min(kQueries, last - i));
            if (coefficients.next_noise > 0) {
                for (int32_t q = 0; q < kQueries && i + q < last; ++q) {
                    NoisePlace place = {
                            static_cast<uint32_t>(i + q), clock.generation, 0,
                            static_cast<uint32_t>(at_.search_ids[search]), kEvolutionStream};
                    row_normals(clock.seed, place, width_, normals);
                    float* next = at_.target + (base + i + q) * width_;
                    for (int32_t e = 0; e < width_; ++e) {
                        next[e] = fma_rn(coefficients.next_noise, normals[e], next[e]);
                    }
                }
            }
        }
    }

    EvolutionCoefficients coefficients_of(int64_t search, uint32_t generation) const {
        const float* c = at_.table + (search * steps_ + generation) * kEvolutionCoefficients;
        return {c[0], c[1], c[2], c[3], c[4]};
    }

    // Logits [queries, keys]: log f_j - |x_i - signal x_j|^2 / (2 deviation^2).
    void pair(const EvolutionCoefficients& c, const Keys& keys, const float* queries, float* logits) const {
        float precision = 0.5f / (c.deviation * c.deviation);
        for (int64_t begin = 0; begin < keys.stride; begin += kKeys) {
            int32_t count = static_cast<int32_t>(std::min<int64_t>(kKeys, keys.stride - begin));
            float squares[kQueries][kKeys] = {};
            for (int32_t e = 0; e < width_; ++e) {
                const float* key = keys.values.data() + e * keys.stride + begin;
                for (int32_t q = 0; q < kQueries; ++q) {
                    float query = queries[q * width_ + e];
                    for (int32_t j = 0; j < count; ++j) {
                        float difference = fma_rn(-c.signal, key[j], query);
                        squares[q][j] = fma_rn(difference, difference, squares[q][j]);
                    }
                }
            }
            for (int32_t q = 0; q < kQueries; ++q) {
                for (int32_t j = 0; j < count; ++j) {
                    logits[q * keys.stride + begin + j] =
                            fma_rn(-precision, squares[q][j], keys.log_weight[begin + j]);
                }
            }
        }
    }

    // Makes weights of logits, 1 for the largest, and sums them and their squares.
    static void weigh(const Keys& keys, float* logits, double* sums, double* squares) {
        for (int32_t q = 0; q < kQueries; ++q) {
            float* mine = logits + q * keys.stride;
            float tops[kStrands];
            std::fill(tops, tops + kStrands, -kInfinity);
            for (int64_t j = 0; j < keys.stride; j += kStrands) {
                for (int32_t s = 0; s < kStrands; ++s) {
                    tops[s] = mine[j + s] > tops[s] ? mine[j + s] : tops[s];
                }
            }
            float top = *std::max_element(tops, tops + kStrands);
            sums[q] = 0;
            squares[q] = 0;
            for (int64_t begin = 0; begin < keys.stride; begin += kKeys) {
                int64_t end = std::min(begin + kKeys, keys.stride);
                float sum[kStrands] = {};
                float square[kStrands] = {};
                for (int64_t j = begin; j < end; j += kStrands) {
                    for (int32_t s = 0; s < kStrands; ++s) {
                        float weight = exponential(mine[j + s] - top);
                        mine[j + s] = weight;
                        sum[s] += weight;
                        square[s] = fma_rn(weight, weight, square[s]);
                    }
                }
                sums[q] += joined(sum);
                squares[q] += joined(square);
            }
        }
    }

    // The weighted mean of the keys, and the next state from it, without noise.
    void estimate(
            const Keys& keys, const float* weights, const double* sums, const float* queries,
            const EvolutionCoefficients& c, int64_t row, int32_t rows) const {
        for (int32_t e = 0; e < width_; ++e) {
            const float* key = keys.values.data() + e * keys.stride;
            double totals[kQueries] = {};
            for (int64_t begin = 0; begin < keys.stride; begin += kKeys) {
                int64_t end = std::min(begin + kKeys, keys.stride);
                float strands[kQueries][kStrands] = {};
                for (int64_t j = begin; j < end; j += kStrands) {
                    for (int32_t q = 0; q < kQueries; ++q) {
                        for (int32_t s = 0; s < kStrands; ++s) {
                            strands[q][s] = fma_rn(weights[q * keys.stride + j + s], key[j + s], strands[q][s]);
                        }
                    }
                }
                for (int32_t q = 0; q < kQueries; ++q) {
                    totals[q] += joined(strands[q]);
                }
            }
            for (int32_t q = 0; q < rows; ++q) {
                at_.target[(row + q) * width_ + e] = static_cast<float>(
                        evolution_next(c, keys.centre[e], queries[q * width_ + e], totals[q] / sums[q]));
            }
        }
    }

    void describe(int64_t search, int32_t individuals, int64_t keys, const double* sizes) const {
        float* out = at_.sample_sizes + 2 * search;
        if (keys == 0) {
            out[0] = 0;
            out[1] = 0;
            return;
        }
        double sum = 0;
        double least = std::numeric_limits<double>::infinity();
        int32_t count = 0;
        for (int32_t i = 0; i < active(search, individuals); ++i) {
            double size = sizes[search * individuals + i];
            if (std::isfinite(size)) {
                sum += size;
                least = std::min(least, size);
                ++count;
            }
        }
        // Keys are finite and have sizes, unless they are too far from each other for the squares of float32.
        out[0] = static_cast<float>(sum / count);
        out[1] = static_cast<float>(least);
    }

    EvolutionOperands at_;
    int64_t width_;
    int64_t steps_;
};

}  // namespace

PopulationPointer make_evolve(const EvolutionOperands& operands, int32_t width, int32_t steps) {
    return std::make_unique<Evolve>(operands, width, steps);
}

}  // namespace elites
