// Latents that are sums of rows of a matrix, each times a normal number: z[e] = start[e] + sum over k of n[k] * m[k, e].
// Sums run by k. A block makes a tile of 16 rows x 64 elements; the normals of a tile are made as they are needed and
// never leave the block.
#pragma once

#include "elites/cuda/chunk.h"
#include "elites/normal.h"

namespace elites {

constexpr int32_t kLatentRows = 16;
constexpr int32_t kLatentElements = 64;
constexpr int32_t kLatentTerms = 32;  // of a step, a multiple of 4
constexpr int32_t kLatentThreads = 256;

struct LatentShared {
    float normals[kLatentRows][kLatentTerms + 1];
    float matrix[kLatentTerms][kLatentElements];
};

// Calls body(first_row, first_element) for each tile, one block a tile; rows of a tile may belong to several searches.
template <typename Body>
__device__ inline void for_latent_tiles(int32_t rows, int32_t width, Body&& body) {
    int64_t down = (static_cast<int64_t>(rows) + kLatentRows - 1) / kLatentRows;
    int32_t across = (width + kLatentElements - 1) / kLatentElements;
    for (int64_t tile = blockIdx.x; tile < down * across; tile += gridDim.x) {
        body(static_cast<int32_t>(tile / across) * kLatentRows, static_cast<int32_t>(tile % across) * kLatentElements);
    }
}

// The normals of terms [first_term, first_term + kLatentTerms) of the tile's rows, times scale(row place).
template <typename Scale>
__device__ inline void make_normals(
        LatentShared& shared, const Chunk& chunk, int32_t first_row, int32_t first_term, const int32_t* search_ids,
        uint32_t stream, Scale&& scale) {
    constexpr int32_t kQuads = kLatentTerms / 4;
    for (int32_t item = threadIdx.x; item < kLatentRows * kQuads; item += blockDim.x) {
        int32_t row = first_row + item / kQuads;
        int32_t quad = item % kQuads;
        float normals[4] = {};
        float factor = 0;
        if (row < chunk.rows) {
            RowPlace place = place_of(chunk, row);
            portable_normals4(
                    chunk.control->seed, static_cast<uint32_t>(first_term / 4 + quad),
                    latent_place(chunk, place, search_ids, stream), normals);
            factor = scale(place);
        }
        for (int32_t i = 0; i < 4; ++i) {
            shared.normals[item / kQuads][4 * quad + i] = mul_rn(factor, normals[i]);
        }
    }
}

}  // namespace elites
