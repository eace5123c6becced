// Latents from a mixture of Gaussians with independent coordinates.
#include "elites/cuda/chunk.h"
#include "elites/cuda/latent_quad.h"
#include "elites/cuda/noise.h"
#include "elites/cuda/threads.h"
#include "elites/mixture.h"

namespace elites {

struct SampleMixture {
    Chunk chunk;
    LatentTarget target;
    const float* weights;     // [searches, components]
    const float* means;       // [searches, components, width]
    const float* deviations;  // [searches, components, width]
    const int32_t* search_ids;
    int32_t* chosen;  // [rows]
    int32_t components;
};

template <typename Noise>
__device__ inline void sample_mixture_rows(const SampleMixture& a) {
    int32_t width = a.target.width;
    for_row_parts(a.chunk.rows, (width + 3) / 4, [&](int32_t row, auto&& for_quads) {
        RowPlace place = place_of(a.chunk, row);
        uint64_t seed = a.chunk.control->clock(place.search).seed;
        NoisePlace noise = latent_place(a.chunk, place, a.search_ids, kMixtureStream);
        int32_t component = mixture_component(
                noise_words(seed, 0, noise).w0,
                a.weights + static_cast<int64_t>(place.search) * a.components, a.components);
#if ELITES_SEEDED_BUG != 1
        noise.stream = kLatentStream;
#endif
        int64_t line = (static_cast<int64_t>(place.search) * a.components + component) * width;
        for_quads([&](int32_t quad) {
            if (quad == 0) {
#if ELITES_SEEDED_BUG == 2
                a.chosen[place.individual] = component;
#else
                a.chosen[row] = component;
#endif
            }
            float normals[4];
            Noise::normals4(seed, static_cast<uint32_t>(quad), noise, normals);
            if (component >= 0) {
                write_quad(a.target, row, a.means + line, a.deviations + line, normals, quad);
            } else {
                for (int32_t e = 4 * quad; e < 4 * quad + 4 && e < width; ++e) {
                    store_latent(a.target, row, e, float_of(0x7FC00000u));
                }
            }
        });
    });
}

}  // namespace elites

ELITES_KERNEL(sample_mixture, elites::SampleMixture, 256) {
    elites::sample_mixture_rows<elites::PortableNoise>(arguments);
}

ELITES_KERNEL(sample_mixture_fast, elites::SampleMixture, 256) {
    elites::sample_mixture_rows<elites::FastNoise>(arguments);
}
