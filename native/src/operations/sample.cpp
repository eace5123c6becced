// Latents from a proposal.
#include <algorithm>

#include "individual.hpp"
#include "lanes.hpp"
#include "latent_place.hpp"
#include "memory.hpp"
#include "noise.hpp"

namespace elites {

namespace {

// The normals of rows of a chunk, a group of rows at a time.
class Latents {
public:
    // In groups of at least so many rows.
    Latents(elites_operand latents, int32_t width, const int32_t* search_ids, int32_t least_rows)
        : latents_(latents),
          width_(width),
          padded_(static_cast<int32_t>(row_normals_floats(width))),
          rows_(std::max(least_rows, rows_of_noise(width))),
          search_ids_(search_ids) {}

    int32_t width() const { return width_; }
    int32_t padded() const { return padded_; }
    int64_t scratch_floats() const { return static_cast<int64_t>(rows_) * padded_; }

    // Calls place(search, rows, normals, target) for rows of one search: normals [rows, padded], target [rows, width].
    template <typename Place>
    void for_groups(const Chunk& chunk, float* normals, Place&& place) const {
        float* target = chunk.rows_of(latents_, width_);
        int64_t individuals = chunk.population.individuals;
        for (int32_t rows, done = 0; done < chunk.rows; done += rows) {
            int64_t row = chunk.first_row + done;
            int64_t search = row / individuals;
            int64_t individual = row % individuals;
            rows = static_cast<int32_t>(
                    std::min<int64_t>({rows_, chunk.rows - done, individuals - individual}));
            float* group = target + static_cast<int64_t>(done) * width_;
            fetch(group, rows * width_);
            NoisePlace places[kMostNoiseRows];
            for (int32_t r = 0; r < rows; ++r) {
                places[r] = latent_place(chunk, row + r, search_ids_);
            }
            fill_normals(chunk.control.clock(search).seed, places, rows, padded_ / 4, normals);
            place(search, rows, normals, group);
        }
    }

private:
    // Lines that are about to be written come into the cache while their normals are made.
    static void fetch(const float* target, int32_t count) {
        constexpr int32_t kLine = static_cast<int32_t>(kAlignment / sizeof(float));
        for (int32_t e = 0; e < count; e += kLine) {
            __builtin_prefetch(target + e, 1);
        }
    }

    elites_operand latents_;
    int32_t width_, padded_, rows_;
    const int32_t* search_ids_;
};

class SampleDiagonal final : public IndividualOperation {
public:
    SampleDiagonal(const Latents& latents, const float* mean, const float* deviation)
        : latents_(latents), mean_(mean), deviation_(deviation) {}

    void run(const Chunk& chunk) const override {
        int32_t width = latents_.width();
        latents_.for_groups(
                chunk, chunk.lane.scratch(scratch_floats()),
                [&](int64_t search, int32_t rows, const float* normals, float* z) {
                    const float* mean = mean_ + search * width;
                    const float* deviation = deviation_ + search * width;
                    for (int32_t r = 0; r < rows; ++r, normals += latents_.padded(), z += width) {
                        for (int32_t e = 0; e < width; ++e) {
                            z[e] = fma_rn(deviation[e], normals[e], mean[e]);
                        }
                    }
                });
    }

    int64_t scratch_floats() const override { return latents_.scratch_floats(); }

private:
    Latents latents_;
    const float* mean_;
    const float* deviation_;
};

// z = mean + factor n, each sum by index. Rows stand side by side in vectors, and a few lines of the factor share them.
class SampleFull final : public IndividualOperation {
public:
    // Rows that share a reading of the factor.
    static constexpr int32_t kRows = 16;

    SampleFull(const Latents& latents, const float* mean, const float* factor)
        : latents_(latents), mean_(mean), factor_(factor) {}

    void run(const Chunk& chunk) const override {
        int64_t width = latents_.width();
        float* normals = chunk.lane.scratch(scratch_floats());
        float* turned = normals + latents_.scratch_floats();
        latents_.for_groups(
                chunk, normals, [&](int64_t search, int32_t rows, const float* n, float* z) {
                    for (int32_t r = 0; r < rows; r += kRows) {
                        int32_t count = std::min(kRows, rows - r);
                        turn(n + static_cast<int64_t>(r) * latents_.padded(), count, turned);
                        multiply(
                                mean_ + search * width, factor_ + search * width * width, turned, count, z + r * width);
                    }
                });
    }

    int64_t scratch_floats() const override {
        return latents_.scratch_floats() + static_cast<int64_t>(kRows) * latents_.width();
    }

private:
    static constexpr int32_t kLines = 4;

    // turned [width, kRows]; places without a row are zero.
    void turn(const float* normals, int32_t rows, float* turned) const {
        for (int32_t j = 0; j < latents_.width(); ++j) {
            for (int32_t r = 0; r < kRows; ++r) {
                turned[j * kRows + r] = r < rows ? normals[static_cast<int64_t>(r) * latents_.padded() + j] : 0.0f;
            }
        }
    }

    void multiply(const float* mean, const float* factor, const float* turned, int32_t rows, float* z) const {
        int32_t width = latents_.width();
        int32_t i = 0;
        for (; i + kLines <= width; i += kLines) {
            multiply_lines<kLines>(i, mean, factor, turned, rows, z);
        }
        for (; i < width; ++i) {
            multiply_lines<1>(i, mean, factor, turned, rows, z);
        }
    }

    template <int32_t kCount>
    void multiply_lines(
            int32_t first, const float* mean, const float* factor, const float* turned, int32_t rows, float* z) const {
        int32_t width = latents_.width();
        float sums[kCount][kRows];
        for (int32_t line = 0; line < kCount; ++line) {
            std::fill(sums[line], sums[line] + kRows, mean[first + line]);
        }
        const float* lines = factor + static_cast<int64_t>(first) * width;
        for (int32_t j = 0; j <= first; ++j) {
            for (int32_t line = 0; line < kCount; ++line) {
                add(lines[static_cast<int64_t>(line) * width + j], turned + j * kRows, sums[line]);
            }
        }
        // The triangle at the end of the lines.
        for (int32_t line = 1; line < kCount; ++line) {
            for (int32_t j = first + 1; j <= first + line; ++j) {
                add(lines[static_cast<int64_t>(line) * width + j], turned + j * kRows, sums[line]);
            }
        }
        for (int32_t r = 0; r < rows; ++r) {
            for (int32_t line = 0; line < kCount; ++line) {
                z[static_cast<int64_t>(r) * width + first + line] = sums[line][r];
            }
        }
    }

    static void add(float factor, const float* n, float* sums) {
        for (int32_t r = 0; r < kRows; ++r) {
            sums[r] = fma_rn(factor, n[r], sums[r]);
        }
    }

    Latents latents_;
    const float* mean_;
    const float* factor_;
};

}  // namespace

IndividualPointer make_sample_diagonal(
        elites_operand latents, int32_t width, const float* mean, const float* deviation, const int32_t* search_ids) {
    return std::make_unique<SampleDiagonal>(Latents(latents, width, search_ids, 1), mean, deviation);
}

IndividualPointer make_sample_full(
        elites_operand latents, int32_t width, const float* mean, const float* factor, const int32_t* search_ids) {
    return std::make_unique<SampleFull>(Latents(latents, width, search_ids, SampleFull::kRows), mean, factor);
}

}  // namespace elites
