// z = mean + sqrt(jitter) h + sum over the elites, in their order, of g_k a_k / sqrt(K): 2 K d FLOP a row.
#include "elites/cuda/latent_product.h"
#include "elites/selection.h"

namespace elites {

struct SampleEliteMatrix {
    Chunk chunk;
    LatentTarget target;
    const float* mean;      // [searches, width]
    const float* elites;    // [searches, capacity, width]
    const int32_t* counts;  // [searches]
    const float* jitter;    // [searches]
    const int32_t* search_ids;
    int32_t capacity;
};

// Elite k is term k.
template <typename Noise>
struct EliteTerms {
    const SampleEliteMatrix& a;

    static constexpr uint32_t kStream = kEliteStream;
    static constexpr bool kTermsAreNeighbours = false;

    // mean + sqrt(jitter) h.
    __device__ float start(const LatentRows& rows, const RowPlace& place, int32_t e) const {
        float normals[4];
        Noise::normals4(
                rows.chunk.control->clock(place.search).seed, static_cast<uint32_t>(e / 4),
                latent_place(rows.chunk, place, rows.search_ids, kLatentStream), normals);
        float mean = a.mean[static_cast<int64_t>(place.search) * a.target.width + e];
        return fma_rn(sqrt_rn(a.jitter[place.search]), one_of(normals, e % 4), mean);
    }
    __device__ int32_t terms(int32_t search, int32_t) const { return clamped(a.counts[search], 0, a.capacity); }
    __device__ bool has(int32_t, int32_t) const { return true; }
    __device__ float at(int32_t search, int32_t k, int32_t e) const {
        return a.elites[(static_cast<int64_t>(search) * a.capacity + k) * a.target.width + e];
    }
    __device__ float scale(int32_t search) const {
#if ELITES_SEEDED_BUG == 2
        int32_t count = terms(a.chunk.first_search, 0);
#else
        int32_t count = terms(search, 0);
#endif
        return static_cast<float>(1.0 / sqrt(static_cast<double>(count > 1 ? count : 1)));
    }
};

template <typename Noise>
__device__ inline void sample_elite_matrix_rows(const SampleEliteMatrix& a, LatentShared& shared) {
    make_latents<Noise>({a.chunk, a.search_ids, a.target}, EliteTerms<Noise>{a}, shared);
}

}  // namespace elites

ELITES_KERNEL(sample_elite_matrix, elites::SampleEliteMatrix, elites::kLatentThreads) {
    using namespace elites;
    __shared__ LatentShared shared;
    sample_elite_matrix_rows<PortableNoise>(arguments, shared);
}

ELITES_KERNEL(sample_elite_matrix_fast, elites::SampleEliteMatrix, elites::kLatentThreads) {
    using namespace elites;
    __shared__ LatentShared shared;
    sample_elite_matrix_rows<FastNoise>(arguments, shared);
}
