// A step of Diffusion Evolution: every individual moves towards a fitness-weighted estimate of where it came from. All
// pairs are looked at and none is stored: logits are computed where they are needed. Distances are formed from
// differences about the population's centre; weights are relative to the largest logit of their row.
#include "elites/cuda/chunk.h"
#include "elites/cuda/noise.h"
#include "elites/cuda/row_blocks.h"
#include "elites/cuda/warp.h"
#include "elites/elementary.h"
#include "elites/evolution.h"
#include "elites/selection.h"

namespace elites {

struct Evolve {
    const Control* control;
    const float* rows;         // [searches, individuals, width]
    const float* log_fitness;  // [searches, individuals]
    const int32_t* settings;   // [searches, 4]
    const float* table;        // [searches, steps, 5]
    const int32_t* search_ids;
    float* target;        // [searches, individuals, width]
    float* sample_sizes;  // [searches, 2]
    // What the kernels of a step leave for each other:
    float* log_weight;   // [searches, individuals], -infinity for those without weight
    double* block_sums;  // [searches, blocks, width]
    double* centre;      // [searches, width]
    float* tops;         // [searches, individuals]: the largest logit
    double* sums;        // [searches, individuals]: of weights
    double* squares;     // [searches, individuals]: of weights
    int32_t searches, individuals, width, steps;
    int32_t blocks;  // of rows

    __device__ bool has_weight(int64_t row) const { return log_weight[row] > -INFINITY; }
    __device__ EvolutionCoefficients coefficients(int64_t search) const {
        const float* c = table + (search * steps + control->clock(search).generation) * kEvolutionCoefficients;
        return {c[0], c[1], c[2], c[3], c[4]};
    }
};

constexpr int32_t kQueries = 16;
constexpr int32_t kKeys = 64;
constexpr int32_t kStep = 32;  // elements whose differences are added between two barriers
constexpr int32_t kEvolveThreads = 256;
constexpr int32_t kKeysOfThread = kQueries * kKeys / kEvolveThreads;
constexpr int32_t kKeyThreads = kEvolveThreads / kQueries;

struct EvolveShared {
    float queries[kQueries][kStep + 1];
    float keys[kKeys][kStep + 1];
    float logits[kQueries][kKeys + 1];
};

// Logits of kQueries individuals, from `first` on, with kKeys others, from `key` on; those beyond the last are -infinity.
// Every thread leaves kKeysOfThread of them in shared memory, behind a barrier.
__device__ inline void pair(
        const Evolve& a, EvolveShared& shared, const EvolutionCoefficients& c, int64_t search, int32_t first,
        int32_t key) {
    int32_t query = threadIdx.x / kKeyThreads;
    int32_t lane = threadIdx.x % kKeyThreads;
    const float* rows = a.rows + search * a.individuals * a.width;
    const double* centre = a.centre + search * a.width;
    float distance[kKeysOfThread] = {};
    for (int32_t begin = 0; begin < a.width; begin += kStep) {
#if ELITES_SEEDED_BUG != 1
        __syncthreads();
#endif
        for (int32_t item = threadIdx.x; item < (kQueries + kKeys) * kStep; item += blockDim.x) {
            int32_t e = begin + item % kStep;
            int32_t line = item / kStep;
            bool is_query = line < kQueries;
            int32_t individual = is_query ? first + line : key + line - kQueries;
            bool present = e < a.width && individual < a.individuals
#if ELITES_SEEDED_BUG == 3
                    && (is_query || individual >= 0);
#else
                    && (is_query || a.has_weight(search * a.individuals + individual));
#endif
            float value = 0;
            if (present) {
                double x = rows[static_cast<int64_t>(individual) * a.width + e];
                value = static_cast<float>(x - (is_query ? c.signal : 1.0f) * centre[e]);
            }
            (is_query ? shared.queries[line] : shared.keys[line - kQueries])[item % kStep] = value;
        }
        __syncthreads();
        for (int32_t e = 0; e < kStep; ++e) {
            for (int32_t k = 0; k < kKeysOfThread; ++k) {
                float difference =
                        fma_rn(-c.signal, shared.keys[lane + k * kKeyThreads][e], shared.queries[query][e]);
                distance[k] = fma_rn(difference, difference, distance[k]);
            }
        }
    }
    float precision = 0.5f / (c.deviation * c.deviation);
    for (int32_t k = 0; k < kKeysOfThread; ++k) {
        int32_t individual = key + lane + k * kKeyThreads;
        float log_weight =
#if ELITES_SEEDED_BUG == 2
                individual <= a.individuals ? a.log_weight[search * a.individuals + individual] : -INFINITY;
#else
                individual < a.individuals ? a.log_weight[search * a.individuals + individual] : -INFINITY;
#endif
        shared.logits[query][lane + k * kKeyThreads] = fma_rn(-precision, distance[k], log_weight);
    }
    __syncthreads();
}

}  // namespace elites

// Who has weight: active individuals with a fitness whose rows are finite. A warp a row.
ELITES_POPULATION_KERNEL(evolve_weights, elites::Evolve, 256) {
    using namespace elites;
    for_warps(static_cast<int64_t>(arguments.searches) * arguments.individuals, [&](int64_t row) {
        int64_t search = row / arguments.individuals;
        const float* x = arguments.rows + row * arguments.width;
        bool finite = true;
        for (int32_t e = threadIdx.x % kWarp; e < arguments.width; e += kWarp) {
            finite = finite && isfinite(x[e]);
        }
        bool all_finite = __all_sync(kAllLanes, finite) != 0;
        if (threadIdx.x % kWarp == 0) {
            float log_fitness = arguments.log_fitness[row];
            bool active = row % arguments.individuals < active_of(arguments.settings, search, arguments.individuals);
            // An infinite fitness outweighs every distance, and infinities among themselves are equal.
            float most = float_of(0x7F7FFFFFu);
            arguments.log_weight[row] = active && all_finite && log_fitness > -INFINITY
                    ? (log_fitness < most ? log_fitness : most)
                    : -INFINITY;
        }
    });
}

// Sums of the rows with weight, in blocks of rows; a thread a coordinate.
ELITES_POPULATION_KERNEL(evolve_block_sums, elites::Evolve, 256) {
    using namespace elites;
    int32_t width = arguments.width;
    for_items(static_cast<int64_t>(arguments.searches) * arguments.blocks * width, [&](int64_t item) {
        int64_t search = item / width / arguments.blocks;
        int32_t first = static_cast<int32_t>(item / width % arguments.blocks) * kRowsOfBlock;
        double sum = 0;
        for (int32_t i = first; i < first + kRowsOfBlock && i < arguments.individuals; ++i) {
            int64_t row = search * arguments.individuals + i;
            sum += arguments.has_weight(row) ? arguments.rows[row * width + item % width] : 0.0;
        }
        arguments.block_sums[item] = sum;
    });
}

ELITES_POPULATION_KERNEL(evolve_centre, elites::Evolve, 256) {
    using namespace elites;
    __shared__ BlockSum<double> counts;
    int32_t width = arguments.width;
    for (int64_t search = blockIdx.x; search < arguments.searches; search += gridDim.x) {
        double count = block_sum(counts, arguments.individuals, [&](int64_t i) {
            return arguments.has_weight(search * arguments.individuals + i) ? 1.0 : 0.0;
        });
        for (int32_t e = threadIdx.x; e < width; e += blockDim.x) {
            double sum = 0;
            for (int64_t block = 0; block < arguments.blocks; ++block) {
                sum += arguments.block_sums[(search * arguments.blocks + block) * width + e];
            }
            arguments.centre[search * width + e] = sum / (count < 1 ? 1 : count);
        }
        if (threadIdx.x == 0) {
            // Nobody with weight: nobody moves, and there are no sample sizes.
            arguments.sample_sizes[2 * search] = count == 0 ? 0 : 1;
        }
        __syncthreads();
    }
}

// The largest logit of each individual, and the sums of its weights and of their squares, rescaled as the largest grows.
ELITES_POPULATION_KERNEL(evolve_sums, elites::Evolve, elites::kEvolveThreads) {
    using namespace elites;
    __shared__ EvolveShared shared;
    int64_t tiles = (arguments.individuals + kQueries - 1) / kQueries;
    for (int64_t item = blockIdx.x; item < arguments.searches * tiles; item += gridDim.x) {
        int64_t search = item / tiles;
        int32_t first = static_cast<int32_t>(item % tiles) * kQueries;
        EvolutionCoefficients c = arguments.coefficients(search);
        int32_t query = threadIdx.x;
        float top = -INFINITY;
        double sum = 0;
        double square = 0;
        for (int32_t key = 0; key < arguments.individuals; key += kKeys) {
            pair(arguments, shared, c, search, first, key);
            if (query < kQueries) {
                float largest = top;
                for (int32_t k = 0; k < kKeys; ++k) {
                    largest = shared.logits[query][k] > largest ? shared.logits[query][k] : largest;
                }
                if (largest > -INFINITY) {
                    double factor = top > -INFINITY ? exponential(top - largest) : 0.0f;
                    sum *= factor;
                    square *= factor * factor;
                    for (int32_t k = 0; k < kKeys; ++k) {
                        double weight = exponential(shared.logits[query][k] - largest);
                        sum += weight;
                        square += weight * weight;
                    }
                    top = largest;
                } else {
                    // Logits that are NaN must not get lost: a row that is not finite has no other.
                    for (int32_t k = 0; k < kKeys; ++k) {
                        sum += shared.logits[query][k] == -INFINITY ? 0.0f : shared.logits[query][k];
                    }
                }
            }
        }
        if (query < kQueries && first + query < arguments.individuals) {
            int64_t row = search * arguments.individuals + first + query;
            arguments.tops[row] = top;
            arguments.sums[row] = sum;
            arguments.squares[row] = square;
        }
    }
}

// The weighted mean of the individuals and the next state from it: a block makes 16 individuals x 16 elements.
ELITES_POPULATION_KERNEL(evolve_move, elites::Evolve, elites::kEvolveThreads) {
    using namespace elites;
    __shared__ EvolveShared shared;
    constexpr int32_t kElements = kEvolveThreads / kQueries;
    int64_t tiles = (arguments.individuals + kQueries - 1) / kQueries;
    int64_t across = (arguments.width + kElements - 1) / kElements;
    for (int64_t item = blockIdx.x; item < arguments.searches * tiles * across; item += gridDim.x) {
        int64_t search = item / across / tiles;
        int32_t first = static_cast<int32_t>(item / across % tiles) * kQueries;
        int32_t individual = first + threadIdx.x / kElements;
        int32_t e = static_cast<int32_t>(item % across) * kElements + threadIdx.x % kElements;
        EvolutionCoefficients c = arguments.coefficients(search);
        const float* rows = arguments.rows + search * arguments.individuals * arguments.width;
        bool present = individual < arguments.individuals && e < arguments.width;
        int64_t row = search * arguments.individuals + (present ? individual : 0);
        double centre = present ? arguments.centre[search * arguments.width + e] : 0;
        float top = arguments.tops[row];
        double total = 0;
        for (int32_t key = 0; key < arguments.individuals; key += kKeys) {
            pair(arguments, shared, c, search, first, key);
            for (int32_t k = 0; present && k < kKeys && key + k < arguments.individuals; ++k) {
                if (arguments.has_weight(search * arguments.individuals + key + k)) {
                    float weight = exponential(shared.logits[threadIdx.x / kElements][k] - top);
                    float value = static_cast<float>(
                            rows[static_cast<int64_t>(key + k) * arguments.width + e] - centre);
                    total += static_cast<double>(weight) * value;
                }
            }
        }
        if (present) {
            float x = rows[static_cast<int64_t>(individual) * arguments.width + e];
            float next = x;
            int32_t moving = arguments.sample_sizes[2 * search] == 0
                    ? 0
                    : active_of(arguments.settings, search, arguments.individuals);
            if (individual < moving) {
                float query = static_cast<float>(x - c.signal * centre);
                next = static_cast<float>(evolution_next(c, centre, query, total / arguments.sums[row]));
                if (c.next_noise > 0) {
                    float normals[4];
                    SearchClock clock = arguments.control->clock(search);
                    NoisePlace place = {
                            static_cast<uint32_t>(individual), clock.generation, 0,
                            static_cast<uint32_t>(arguments.search_ids[search]), kEvolutionStream};
                    portable_normals4(clock.seed, static_cast<uint32_t>(e / 4), place, normals);
                    next = fma_rn(c.next_noise, one_of(normals, e % 4), next);
                }
            }
            arguments.target[row * arguments.width + e] = next;
        }
    }
}

// Mean and minimum of the effective sample sizes, a block a search.
ELITES_POPULATION_KERNEL(evolve_sample_sizes, elites::Evolve, 256) {
    using namespace elites;
    __shared__ BlockSum<double> shared;
    __shared__ unsigned long long least;
    for (int64_t search = blockIdx.x; search < arguments.searches; search += gridDim.x) {
        float* out = arguments.sample_sizes + 2 * search;
        int32_t active = active_of(arguments.settings, search, arguments.individuals);
        auto size = [&](int64_t i) {
            int64_t row = search * arguments.individuals + i;
            return arguments.sums[row] * arguments.sums[row] / arguments.squares[row];
        };
        bool somebody = out[0] != 0;
        if (threadIdx.x == 0) {
            least = 0x7FF0000000000000ull;
        }
        double count = block_sum(shared, active, [&](int64_t i) { return isfinite(size(i)) ? 1.0 : 0.0; });
        double sum = block_sum(shared, active, [&](int64_t i) { return isfinite(size(i)) ? size(i) : 0.0; });
        for (int64_t i = threadIdx.x; i < active; i += blockDim.x) {
            if (isfinite(size(i))) {
                // Doubles that are not negative are in the order of their bits.
                atomicMin(&least, static_cast<unsigned long long>(__double_as_longlong(size(i))));
            }
        }
        __syncthreads();
        if (threadIdx.x == 0) {
            out[0] = somebody ? static_cast<float>(sum / count) : 0;
            out[1] = somebody ? static_cast<float>(__longlong_as_double(static_cast<long long>(least))) : 0;
        }
        __syncthreads();
    }
}
