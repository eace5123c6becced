// Latents from a mixture of Gaussians with independent coordinates.
#include "elites/cuda/chunk.h"
#include "elites/cuda/threads.h"
#include "elites/mixture.h"
#include "elites/normal.h"

namespace elites {

struct SampleMixture {
    Chunk chunk;
    float* latents;           // [rows, width]
    const float* weights;     // [searches, components]
    const float* means;       // [searches, components, width]
    const float* deviations;  // [searches, components, width]
    const int32_t* search_ids;
    int32_t* chosen;  // [rows]
    int32_t width, components;
};

}  // namespace elites

ELITES_KERNEL(sample_mixture, elites::SampleMixture, 256) {
    using namespace elites;
    int32_t width = arguments.width;
    uint64_t seed = arguments.chunk.control->seed;
    for_row_parts(arguments.chunk.rows, (width + 3) / 4, [&](int32_t row, auto&& for_quads) {
        RowPlace place = place_of(arguments.chunk, row);
        NoisePlace noise = latent_place(arguments.chunk, place, arguments.search_ids, kMixtureStream);
        int32_t component = mixture_component(
                noise_words(seed, 0, noise).w0,
                arguments.weights + static_cast<int64_t>(place.search) * arguments.components, arguments.components);
#if ELITES_SEEDED_BUG != 1
        noise.stream = kLatentStream;
#endif
        int64_t line = (static_cast<int64_t>(place.search) * arguments.components + component) * width;
        float* z = arguments.latents + static_cast<int64_t>(row) * width;
        for_quads([&](int32_t quad) {
            if (quad == 0) {
#if ELITES_SEEDED_BUG == 2
                arguments.chosen[place.individual] = component;
#else
                arguments.chosen[row] = component;
#endif
            }
            float normals[4];
            portable_normals4(seed, static_cast<uint32_t>(quad), noise, normals);
            for (int32_t e = 4 * quad; e < 4 * quad + 4 && e < width; ++e) {
                z[e] = component < 0 ? float_of(0x7FC00000u)
                                     : fma_rn(arguments.deviations[line + e], normals[e % 4], arguments.means[line + e]);
            }
        });
    });
}
