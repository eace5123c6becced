// z = mean + factor n, each sum by index.
#include "elites/cuda/latent_product.h"

namespace elites {

struct SampleFull {
    Chunk chunk;
    float* latents;       // [rows, width]
    const float* mean;    // [searches, width]
    const float* factor;  // [searches, width, width], lower triangular
    const int32_t* search_ids;
    int32_t width;
};

// Four elements of one row for each thread.
__device__ inline void sample_full_tile(
        const SampleFull& a, LatentShared& shared, int32_t first_row, int32_t first_element) {
    constexpr int32_t kAcross = kLatentThreads / kLatentRows;
    constexpr int32_t kOfThread = kLatentElements / kAcross;
    int32_t across = threadIdx.x % kAcross;
    int32_t row = first_row + threadIdx.x / kAcross;
    bool present = row < a.chunk.rows;
    int64_t search = present ? place_of(a.chunk, row).search : 0;
    int64_t first_search = place_of(a.chunk, first_row).search;
#if ELITES_SEEDED_BUG == 2
    int64_t last_search = first_search;
#else
    int64_t last_search = place_of(a.chunk, min(first_row + kLatentRows, a.chunk.rows) - 1).search;
#endif
    float sums[kOfThread] = {};
    for (int32_t i = 0; i < kOfThread; ++i) {
        int32_t e = first_element + across + i * kAcross;
        sums[i] = present && e < a.width ? a.mean[search * a.width + e] : 0;
    }
    int32_t terms = min(first_element + kLatentElements, a.width);
    for (int32_t k = 0; k < terms; k += kLatentTerms) {
        make_normals(shared, a.chunk, first_row, k, a.search_ids, kLatentStream, [](const RowPlace&) { return 1.0f; });
        // Few tiles hold rows of more than one search: each has a factor of its own.
        for (int64_t s = first_search; s <= last_search; ++s) {
            for (int32_t item = threadIdx.x; item < kLatentTerms * kLatentElements; item += blockDim.x) {
                int32_t e = first_element + item / kLatentTerms;
                int32_t j = k + item % kLatentTerms;
                shared.matrix[item % kLatentTerms][item / kLatentTerms] =
                        e < a.width && j <= e ? a.factor[(s * a.width + e) * a.width + j] : 0;
            }
            __syncthreads();
            for (int32_t j = 0; present && search == s && j < kLatentTerms && k + j < terms; ++j) {
                for (int32_t i = 0; i < kOfThread; ++i) {
                    int32_t element = across + i * kAcross;
                    // Above the diagonal there is nothing, not even the sign of a zero or a NaN.
                    if (k + j <= first_element + element) {
                        sums[i] = fma_rn(shared.matrix[j][element], shared.normals[threadIdx.x / kAcross][j], sums[i]);
                    }
                }
            }
#if ELITES_SEEDED_BUG != 1
            __syncthreads();
#endif
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

ELITES_KERNEL(sample_full, elites::SampleFull, elites::kLatentThreads) {
    using namespace elites;
    __shared__ LatentShared shared;
    for_latent_tiles(arguments.chunk.rows, arguments.width, [&](int32_t row, int32_t element) {
        sample_full_tile(arguments, shared, row, element);
    });
}
