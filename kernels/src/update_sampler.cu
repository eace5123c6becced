// A step of the sampler: state and target at the edge layout [channels, length], the network's output [length, channels].
#include "elites/cuda/chunk.h"
#include "elites/cuda/feature.h"
#include "elites/cuda/threads.h"
#include "elites/normal.h"
#include "elites/sampler.h"

namespace elites {

struct UpdateSampler {
    Chunk chunk;
    const float* state;  // [rows, channels, length]
    const void* output;  // [rows, length, channels]
    float* target;       // [rows, channels, length]
    const int32_t* search_ids;   // [searches]
    const int32_t* individuals;  // [searches, individuals], or null: a row's own
    const int32_t* generations;  // [searches, individuals], or null: the search's
    SamplerCoefficients coefficients;
    int32_t channels, length;
};

__device__ inline NoisePlace sampler_place(
        const UpdateSampler& arguments, const RowPlace& row, uint32_t generation_of_search) {
#if ELITES_SEEDED_BUG == 1
    int64_t at = row.individual;
#else
    int64_t at = static_cast<int64_t>(row.search) * arguments.chunk.individuals + row.individual;
#endif
    int32_t individual = arguments.individuals == nullptr ? row.individual : arguments.individuals[at];
    uint32_t generation = arguments.generations == nullptr ? generation_of_search
                                                           : static_cast<uint32_t>(arguments.generations[at]);
    return {static_cast<uint32_t>(individual), generation, static_cast<uint32_t>(arguments.coefficients.step),
            static_cast<uint32_t>(arguments.search_ids[row.search]), kSamplerStream};
}

template <typename T>
__device__ void update_sampler(const UpdateSampler& arguments) {
    const T* output = static_cast<const T*>(arguments.output);
    int32_t length = arguments.length;
    int32_t width = arguments.channels * length;
    bool noisy = arguments.coefficients.next_noise > 0;
    for_row_parts(arguments.chunk.rows, (width + 3) / 4, [&](int32_t row, auto&& for_quads) {
        RowPlace place = place_of(arguments.chunk, row);
        SearchClock clock = arguments.chunk.control->clock(place.search);
        int64_t start = static_cast<int64_t>(row) * width;
        for_quads([&](int32_t quad) {
            float normals[4] = {};
            if (noisy) {
                portable_normals4(
                        clock.seed, static_cast<uint32_t>(quad), sampler_place(arguments, place, clock.generation),
                        normals);
            }
            for (int32_t i = 0; i < 4 && 4 * quad + i < width; ++i) {
                int32_t e = 4 * quad + i;
#if ELITES_SEEDED_BUG == 2
                float predicted = to_float(output[start + e]);
#else
                float predicted = to_float(output[start + e % length * arguments.channels + e / length]);
#endif
                float next = sampler_next(arguments.coefficients, arguments.state[start + e], predicted);
                arguments.target[start + e] =
                        noisy ? fma_rn(arguments.coefficients.next_noise, normals[i], next) : next;
            }
        });
    });
}

}  // namespace elites

ELITES_KERNEL(update_sampler_f32, elites::UpdateSampler, 256) {
    elites::update_sampler<float>(arguments);
}

ELITES_KERNEL(update_sampler_bf16, elites::UpdateSampler, 256) {
    elites::update_sampler<__nv_bfloat16>(arguments);
}
