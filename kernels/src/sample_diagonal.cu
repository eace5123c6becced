// z = mean + deviation * n. Four elements a thread, which share the words of one counter.
#include "elites/cuda/chunk.h"
#include "elites/cuda/threads.h"
#include "elites/normal.h"

namespace elites {

struct SampleDiagonal {
    Chunk chunk;
    float* latents;           // [rows, width]
    const float* mean;        // [searches, width]
    const float* deviation;   // [searches, width]
    const int32_t* search_ids;
    int32_t width;
};

}  // namespace elites

ELITES_KERNEL(sample_diagonal, elites::SampleDiagonal, 256) {
    using namespace elites;
    int32_t width = arguments.width;
    uint64_t seed = arguments.chunk.control->seed;
    for_row_parts(arguments.chunk.rows, (width + 3) / 4, [&](int32_t row, auto&& for_quads) {
        RowPlace place = place_of(arguments.chunk, row);
        NoisePlace noise = latent_place(arguments.chunk, place, arguments.search_ids, kLatentStream);
#if ELITES_SEEDED_BUG == 2
        const float* mean = arguments.mean + static_cast<int64_t>(arguments.chunk.first_search) * width;
#else
        const float* mean = arguments.mean + static_cast<int64_t>(place.search) * width;
#endif
        const float* deviation = arguments.deviation + static_cast<int64_t>(place.search) * width;
        float* z = arguments.latents + static_cast<int64_t>(row) * width;
        for_quads([&](int32_t quad) {
            float normals[4];
            portable_normals4(seed, static_cast<uint32_t>(quad), noise, normals);
            int32_t first = 4 * quad;
#if ELITES_SEEDED_BUG == 1
            int32_t count = 4;
#else
            int32_t count = width - first < 4 ? width - first : 4;
#endif
            if (width % 4 == 0) {
                // Rows of whole quads are aligned to 16 bytes, so that one store takes four elements.
                float4 m = *reinterpret_cast<const float4*>(mean + first);
                float4 s = *reinterpret_cast<const float4*>(deviation + first);
                *reinterpret_cast<float4*>(z + first) = make_float4(
                        fma_rn(s.x, normals[0], m.x), fma_rn(s.y, normals[1], m.y), fma_rn(s.z, normals[2], m.z),
                        fma_rn(s.w, normals[3], m.w));
                return;
            }
            for (int32_t e = 0; e < count; ++e) {
                z[first + e] = fma_rn(deviation[first + e], normals[e], mean[first + e]);
            }
        });
    });
}
