// Latents that are sums of rows of a matrix, each times a normal number: z[e] = start[e] + sum over k of n[k] * m[k, e].
// Sums run by k, one rounding a term, so that with PORTABLE normals they have the same bits on every device: that is why
// they are not made on tensor cores, whose order of sums is their own. A block makes a tile of 16 rows x 64 elements; the
// normals of a tile are made as they are needed and never leave the block.
#pragma once

#include "elites/cuda/chunk.h"
#include "elites/cuda/latent_target.h"
#include "elites/cuda/noise.h"
#include "elites/cuda/unroll.h"

namespace elites {

constexpr int32_t kLatentRows = 16;
constexpr int32_t kLatentElements = 64;
constexpr int32_t kLatentTerms = 32;  // of a step, a multiple of 4
constexpr int32_t kLatentThreads = 256;

struct LatentShared {
    float normals[kLatentRows][kLatentTerms + 1];
    // A column more, so that neighbouring terms of an element are stored side by side without waiting for each other.
    float matrix[kLatentTerms][kLatentElements + 1];
};

struct LatentRows {
    Chunk chunk;
    const int32_t* search_ids;
    LatentTarget target;
};

// The normals of terms [first_term, first_term + kLatentTerms) of the tile's rows, times scale(search).
template <typename Noise, typename Matrix>
__device__ inline void make_normals(
        LatentShared& shared, const LatentRows& rows, const Matrix& matrix, int32_t first_row, int32_t first_term) {
    constexpr int32_t kQuads = kLatentTerms / 4;
    for (int32_t item = threadIdx.x; item < kLatentRows * kQuads; item += blockDim.x) {
        int32_t row = first_row + item / kQuads;
        int32_t quad = item % kQuads;
        float normals[4] = {};
        float factor = 0;
        if (row < rows.chunk.rows) {
            RowPlace place = place_of(rows.chunk, row);
            Noise::normals4(
                    rows.chunk.control->clock(place.search).seed, static_cast<uint32_t>(first_term / 4 + quad),
                    latent_place(rows.chunk, place, rows.search_ids, Matrix::kStream), normals);
            factor = matrix.scale(place.search);
        }
        ELITES_UNROLL
        for (int32_t i = 0; i < 4; ++i) {
            shared.normals[item / kQuads][4 * quad + i] = mul_rn(factor, normals[i]);
        }
    }
}

// Terms [first_term, first_term + kLatentTerms) of the tile's elements.
template <typename Matrix>
__device__ inline void fetch_terms(
        LatentShared& shared, const Matrix& matrix, int32_t search, int32_t first_term, int32_t terms,
        int32_t first_element, int32_t width) {
    for (int32_t item = threadIdx.x; item < kLatentTerms * kLatentElements; item += blockDim.x) {
        int32_t term = Matrix::kTermsAreNeighbours ? item % kLatentTerms : item / kLatentElements;
        int32_t element = Matrix::kTermsAreNeighbours ? item / kLatentTerms : item % kLatentElements;
        int32_t k = first_term + term;
        int32_t e = first_element + element;
        shared.matrix[term][element] = k < terms && e < width && matrix.has(k, e) ? matrix.at(search, k, e) : 0;
    }
}

// A tile; four elements of one row for each thread. Rows of a tile may belong to several searches, which take turns.
template <typename Noise, typename Matrix>
__device__ inline void make_latent_tile(
        const LatentRows& rows, const Matrix& matrix, LatentShared& shared, int32_t first_row, int32_t first_element) {
    constexpr int32_t kAcross = kLatentThreads / kLatentRows;
    constexpr int32_t kOfThread = kLatentElements / kAcross;
    int32_t across = threadIdx.x % kAcross;
    int32_t down = threadIdx.x / kAcross;
    int32_t row = first_row + down;
    bool present = row < rows.chunk.rows;
    RowPlace place = place_of(rows.chunk, present ? row : first_row);
    int32_t last_row = min(first_row + kLatentRows, rows.chunk.rows) - 1;
    int32_t last_search = place_of(rows.chunk, last_row).search;
    float sums[kOfThread];
    ELITES_UNROLL
    for (int32_t i = 0; i < kOfThread; ++i) {
        int32_t e = first_element + across + i * kAcross;
        sums[i] = present && e < rows.target.width ? matrix.start(rows, place, e) : 0;
    }
    for (int32_t search = place_of(rows.chunk, first_row).search; search <= last_search; ++search) {
        int32_t terms = matrix.terms(search, min(first_element + kLatentElements, rows.target.width));
        for (int32_t k = 0; k < terms; k += kLatentTerms) {
            make_normals<Noise>(shared, rows, matrix, first_row, k);
            fetch_terms(shared, matrix, search, k, terms, first_element, rows.target.width);
            __syncthreads();
            for (int32_t term = 0; present && place.search == search && term < kLatentTerms && k + term < terms;
                 ++term) {
                float normal = shared.normals[down][term];
                ELITES_UNROLL
                for (int32_t i = 0; i < kOfThread; ++i) {
                    int32_t element = across + i * kAcross;
                    // Where there is nothing, there is not even the sign of a zero or a NaN.
                    if (matrix.has(k + term, first_element + element)) {
                        sums[i] = fma_rn(normal, shared.matrix[term][element], sums[i]);
                    }
                }
            }
#if ELITES_SEEDED_BUG != 1
            __syncthreads();
#endif
        }
    }
    ELITES_UNROLL
    for (int32_t i = 0; i < kOfThread; ++i) {
        int32_t e = first_element + across + i * kAcross;
        if (present && e < rows.target.width) {
            store_latent(rows.target, row, e, sums[i]);
        }
    }
}

// All tiles, a block a tile. A matrix has
//   kStream               the stream of its normals
//   kTermsAreNeighbours   whether terms of an element, or elements of a term, are side by side in memory
//   start(rows, place, e) where the sum of an element begins
//   terms(search, end)    how many there are for elements below `end`
//   has(k, e), at(search, k, e), scale(search)
template <typename Noise, typename Matrix>
__device__ inline void make_latents(const LatentRows& rows, const Matrix& matrix, LatentShared& shared) {
    int64_t down = (static_cast<int64_t>(rows.chunk.rows) + kLatentRows - 1) / kLatentRows;
    int32_t across = (rows.target.width + kLatentElements - 1) / kLatentElements;
    for (int64_t tile = blockIdx.x; tile < down * across; tile += gridDim.x) {
        make_latent_tile<Noise>(
                rows, matrix, shared, static_cast<int32_t>(tile / across) * kLatentRows,
                static_cast<int32_t>(tile % across) * kLatentElements);
    }
}

}  // namespace elites
