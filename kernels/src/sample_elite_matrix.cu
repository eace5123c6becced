// z = mean + sqrt(jitter) h + sum over the elites, in their order, of g_k a_k / sqrt(K).
#include "elites/cuda/latent_product.h"
#include "elites/selection.h"

namespace elites {

struct SampleEliteMatrix {
    Chunk chunk;
    float* latents;         // [rows, width]
    const float* mean;      // [searches, width]
    const float* elites;    // [searches, capacity, width]
    const int32_t* counts;  // [searches]
    const float* jitter;    // [searches]
    const int32_t* search_ids;
    int32_t width, capacity;

    __device__ int32_t count(int64_t search) const { return clamped(counts[search], 0, capacity); }
};

// mean + sqrt(jitter) h, of one element.
__device__ inline float jittered_mean(const SampleEliteMatrix& a, const RowPlace& place, int32_t element) {
    float normals[4];
    portable_normals4(
            a.chunk.control->seed, static_cast<uint32_t>(element / 4),
            latent_place(a.chunk, place, a.search_ids, kLatentStream), normals);
    return fma_rn(
            sqrt_rn(a.jitter[place.search]), normals[element % 4],
            a.mean[static_cast<int64_t>(place.search) * a.width + element]);
}

// Four elements of one row for each thread.
__device__ inline void sample_elite_matrix_tile(
        const SampleEliteMatrix& a, LatentShared& shared, int32_t first_row, int32_t first_element) {
    constexpr int32_t kAcross = kLatentThreads / kLatentRows;
    constexpr int32_t kOfThread = kLatentElements / kAcross;
    int32_t across = threadIdx.x % kAcross;
    int32_t row = first_row + threadIdx.x / kAcross;
    bool present = row < a.chunk.rows;
    RowPlace place = place_of(a.chunk, present ? row : first_row);
    int32_t first_search = place_of(a.chunk, first_row).search;
    int32_t last_search = place_of(a.chunk, min(first_row + kLatentRows, a.chunk.rows) - 1).search;
    float sums[kOfThread] = {};
    for (int32_t i = 0; i < kOfThread; ++i) {
        int32_t e = first_element + across + i * kAcross;
        sums[i] = present && e < a.width ? jittered_mean(a, place, e) : 0;
    }
    auto scale = [&](const RowPlace& of) {
#if ELITES_SEEDED_BUG == 2
        int32_t count = a.count(min(of.search, first_search));
#else
        int32_t count = a.count(of.search);
#endif
        return static_cast<float>(1.0 / sqrt(static_cast<double>(count > 1 ? count : 1)));
    };
    for (int32_t s = first_search; s <= last_search; ++s) {
        int32_t count = a.count(s);
        const float* elites = a.elites + static_cast<int64_t>(s) * a.capacity * a.width;
        for (int32_t k = 0; k < count; k += kLatentTerms) {
            make_normals(shared, a.chunk, first_row, k, a.search_ids, kEliteStream, scale);
            for (int32_t item = threadIdx.x; item < kLatentTerms * kLatentElements; item += blockDim.x) {
                int32_t term = k + item / kLatentElements;
                int32_t e = first_element + item % kLatentElements;
                shared.matrix[item / kLatentElements][item % kLatentElements] =
                        term < count && e < a.width ? elites[static_cast<int64_t>(term) * a.width + e] : 0;
            }
#if ELITES_SEEDED_BUG != 1
            __syncthreads();
#endif
            for (int32_t term = 0; present && place.search == s && term < kLatentTerms && k + term < count; ++term) {
                for (int32_t i = 0; i < kOfThread; ++i) {
                    sums[i] = fma_rn(
                            shared.normals[threadIdx.x / kAcross][term], shared.matrix[term][across + i * kAcross],
                            sums[i]);
                }
            }
            __syncthreads();
        }
    }
    for (int32_t i = 0; present && i < kOfThread; ++i) {
        int32_t e = first_element + across + i * kAcross;
        if (e < a.width) {
            a.latents[static_cast<int64_t>(row) * a.width + e] = sums[i];
        }
    }
}

}  // namespace elites

ELITES_KERNEL(sample_elite_matrix, elites::SampleEliteMatrix, elites::kLatentThreads) {
    using namespace elites;
    __shared__ LatentShared shared;
    for_latent_tiles(arguments.chunk.rows, arguments.width, [&](int32_t row, int32_t element) {
        sample_elite_matrix_tile(arguments, shared, row, element);
    });
}
