// z = mean + factor n, each sum by index: d (d + 1) FLOP a row. See latent_product.h for why not on tensor cores.
#include "elites/cuda/latent_product.h"

namespace elites {

struct SampleFull {
    Chunk chunk;
    LatentTarget target;
    const float* mean;    // [searches, width]
    const float* factor;  // [searches, width, width], lower triangular
    const int32_t* search_ids;
};

// Column k of the factor is term k: an element has terms up to itself.
struct LowerFactor {
    const float* mean;
    const float* factor;
    int64_t width;

    static constexpr uint32_t kStream = kLatentStream;
    static constexpr bool kTermsAreNeighbours = true;

    __device__ float start([[maybe_unused]] const LatentRows& rows, const RowPlace& place, int32_t e) const {
#if ELITES_SEEDED_BUG == 2
        return mean[rows.chunk.first_search * width + e];
#else
        return mean[place.search * width + e];
#endif
    }
    __device__ int32_t terms(int32_t, int32_t end) const { return end; }
    __device__ bool has(int32_t k, int32_t e) const { return k <= e; }
    __device__ float at(int32_t search, int32_t k, int32_t e) const { return factor[(search * width + e) * width + k]; }
    __device__ float scale(int32_t) const { return 1.0f; }
};

template <typename Noise>
__device__ inline void sample_full_rows(const SampleFull& a, LatentShared& shared) {
    make_latents<Noise>(
            {a.chunk, a.search_ids, a.target}, LowerFactor{a.mean, a.factor, a.target.width}, shared);
}

}  // namespace elites

ELITES_KERNEL(sample_full, elites::SampleFull, elites::kLatentThreads) {
    using namespace elites;
    __shared__ LatentShared shared;
    sample_full_rows<PortableNoise>(arguments, shared);
}

ELITES_KERNEL(sample_full_fast, elites::SampleFull, elites::kLatentThreads) {
    using namespace elites;
    __shared__ LatentShared shared;
    sample_full_rows<FastNoise>(arguments, shared);
}
