// Latents that mix the centred elites, without a covariance and its factor.
#include <algorithm>
#include <cmath>

#include "individual.hpp"
#include "lanes.hpp"
#include "latent_place.hpp"
#include "noise.hpp"

namespace elites {

namespace {

// Rows that share one reading of the elites, and elements of them that stay in the first cache meanwhile.
constexpr int32_t kRows = 8;
constexpr int32_t kElements = 512;

class SampleEliteMatrix final : public IndividualOperation {
public:
    SampleEliteMatrix(
            elites_operand latents, int32_t width, int32_t capacity, const float* mean, const float* elites,
            const int32_t* counts, const float* jitter, const int32_t* search_ids)
        : latents_(latents),
          width_(width),
          capacity_(capacity),
          mean_(mean),
          elites_(elites),
          counts_(counts),
          jitter_(jitter),
          search_ids_(search_ids) {}

    void run(const Chunk& chunk) const override {
        int32_t individuals = chunk.population.individuals;
        for (int32_t first = 0; first < chunk.rows;) {
            int64_t search = (chunk.first_row + first) / individuals;
            int64_t end_of_search = (search + 1) * individuals - chunk.first_row;
            int32_t last = static_cast<int32_t>(
                    std::min<int64_t>({first + kRows, chunk.rows, end_of_search}));
            sample(chunk, search, first, last);
            first = last;
        }
    }

    int64_t scratch_floats() const override {
        return row_normals_floats(width_) + kRows * row_normals_floats(capacity_);
    }

private:
    // z = mean + sqrt(jitter) h, then the elites in their order.
    void sample(const Chunk& chunk, int64_t search, int32_t first, int32_t last) const {
        float* normals = chunk.lane.scratch(scratch_floats());
        float* weights = normals + row_normals_floats(width_);
        int64_t stride = row_normals_floats(capacity_);
        int32_t count = std::clamp(counts_[search], 0, capacity_);
        float scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(std::max(count, 1))));
        uint64_t seed = chunk.control.clock(search).seed;
        float root = sqrt_rn(jitter_[search]);
        const float* mean = mean_ + search * width_;
        float* latents = chunk.rows_of(latents_, width_);
        for (int32_t r = first; r < last; ++r) {
            NoisePlace place = latent_place(chunk, chunk.first_row + r, search_ids_);
            row_normals(seed, place, width_, normals);
            float* z = latents + static_cast<int64_t>(r) * width_;
            for (int32_t e = 0; e < width_; ++e) {
                z[e] = fma_rn(root, normals[e], mean[e]);
            }
            place.stream = kEliteStream;
            float* mine = weights + (r - first) * stride;
            row_normals(seed, place, count, mine);
            for (int32_t k = 0; k < count; ++k) {
                mine[k] = mul_rn(scale, mine[k]);
            }
        }
        const float* elites = elites_ + search * capacity_ * width_;
        for (int32_t begin = 0; begin < width_; begin += kElements) {
            int32_t elements = std::min(kElements, width_ - begin);
            for (int32_t k = 0; k < count; ++k) {
                const float* elite = elites + static_cast<int64_t>(k) * width_ + begin;
                for (int32_t r = first; r < last; ++r) {
                    add_scaled(
                            latents + static_cast<int64_t>(r) * width_ + begin, elements, elite,
                            weights[(r - first) * stride + k]);
                }
            }
        }
    }

    static void add_scaled(float* __restrict z, int32_t elements, const float* __restrict elite, float weight) {
        for (int32_t e = 0; e < elements; ++e) {
            z[e] = fma_rn(weight, elite[e], z[e]);
        }
    }

    elites_operand latents_;
    int32_t width_, capacity_;
    const float* mean_;
    const float* elites_;
    const int32_t* counts_;
    const float* jitter_;
    const int32_t* search_ids_;
};

}  // namespace

IndividualPointer make_sample_elite_matrix(
        elites_operand latents, int32_t width, int32_t capacity, const float* mean, const float* elites,
        const int32_t* counts, const float* jitter, const int32_t* search_ids) {
    return std::make_unique<SampleEliteMatrix>(
            latents, width, capacity, mean, elites, counts, jitter, search_ids);
}

}  // namespace elites
