// z = mean + deviation * n. Four elements a thread, which share the words of one counter; 4 B written an element,
// and 2 or 4 B more where the network's input is written at once.
#include "elites/cuda/chunk.h"
#include "elites/cuda/latent_quad.h"
#include "elites/cuda/noise.h"
#include "elites/cuda/threads.h"

namespace elites {

struct SampleDiagonal {
    Chunk chunk;
    LatentTarget target;
    const float* mean;        // [searches, width]
    const float* deviation;   // [searches, width]
    const int32_t* search_ids;
};

template <typename Noise>
__device__ inline void sample_diagonal_rows(const SampleDiagonal& a) {
    int32_t width = a.target.width;
    for_row_parts(a.chunk.rows, (width + 3) / 4, [&](int32_t row, auto&& for_quads) {
        RowPlace place = place_of(a.chunk, row);
        uint64_t seed = a.chunk.control->clock(place.search).seed;
        NoisePlace noise = latent_place(a.chunk, place, a.search_ids, kLatentStream);
#if ELITES_SEEDED_BUG == 2
        const float* mean = a.mean + static_cast<int64_t>(a.chunk.first_search) * width;
#else
        const float* mean = a.mean + static_cast<int64_t>(place.search) * width;
#endif
        const float* deviation = a.deviation + static_cast<int64_t>(place.search) * width;
        for_quads([&](int32_t quad) {
            float normals[4];
            Noise::normals4(seed, static_cast<uint32_t>(quad), noise, normals);
            write_quad(a.target, row, mean, deviation, normals, quad);
        });
    });
}

}  // namespace elites

ELITES_KERNEL(sample_diagonal, elites::SampleDiagonal, 256) {
    elites::sample_diagonal_rows<elites::PortableNoise>(arguments);
}

ELITES_KERNEL(sample_diagonal_fast, elites::SampleDiagonal, 256) {
    elites::sample_diagonal_rows<elites::FastNoise>(arguments);
}
