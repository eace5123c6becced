#include "features.hpp"

namespace {

struct Convolve {
    test::Epilogue epilogue;
    const void* source;
    const void* weight;
    const float* bias;
    void* target;
    int32_t rows, in, out, kernel, stride, padding, upsample, length, out_length, raw;
};

struct Shape {
    int rows, in, out, kernel, stride, padding;
    bool upsample;
    int length;

    int out_length() const { return ((upsample ? 2 * length : length) + 2 * padding - kernel) / stride + 1; }
};

struct Tile {
    const char* name;
    int lines, columns;
};

constexpr Tile tiles[] = {{"128x128", 128, 128}, {"64x256", 64, 256}, {"128x64", 128, 64}, {"64x64", 64, 64},
                          {"128x32", 128, 32}};

// Lane l of step s and 16 columns has words of columns l / 4 and 8 + l / 4, each of both halves of the step's 32 bytes.
template <class T>
struct Packed {
    static constexpr int of_word = 4 / sizeof(T);
    const Shape& shape;
    int steps = (shape.in + 8 * of_word - 1) / (8 * of_word);
    int columns = (shape.out + 15) / 16;
    harness::Buffer<T> elements{test::product(shape.kernel * steps * columns, 512 / static_cast<int>(sizeof(T))), T(0.0f)};

    void put(int o, int i, int tap, T weight) {
        const int step = i / (8 * of_word);
        const int word = i % (8 * of_word) / of_word;
        const int lane = o % 8 * 4 + word % 4;
        const int place = o % 16 / 8 * 2 + word / 4;
        const size_t block = test::product(tap * steps + step, columns) + static_cast<size_t>(o / 16);
        elements[((block * 32 + static_cast<size_t>(lane)) * 4 + static_cast<size_t>(place)) * of_word
                 + static_cast<size_t>(i % of_word)] = weight;
    }
};

// As the launching side computes it: zeros, slabs and weights, or sums and statistics.
template <class T>
unsigned shared_bytes(const Shape& shape, const Tile& tile, const test::Epilogue& epilogue) {
    const int steps = std::min((shape.in * static_cast<int>(sizeof(T)) + 31) / 32, 4);
    const int rows = tile.lines / shape.out_length();
    const int reach = (tile.lines - 1) * shape.stride + shape.kernel;
    const int seen = rows > 0 ? rows * shape.length : std::min(shape.length, shape.upsample ? reach / 2 + 2 : reach);
    const int slabs = seen * (steps * 32 + 16) * (shape.kernel == 1 ? 3 : 2) + 3 * steps * tile.columns / 16 * 512;
    int statistics = 0;
    if (epilogue.norm == test::kGroupNorm) {
        const int width = shape.out / epilogue.groups;
        statistics = 2 * ((std::min(tile.columns, shape.out) + width - 1) / width) * rows;
    } else if (epilogue.norm == test::kRmsNorm) {
        statistics = tile.lines;
    }
    return static_cast<unsigned>(128 + std::max(slabs, 4 * (tile.lines * (tile.columns + 8) + statistics)));
}

template <class T>
void check(const Shape& shape, test::Norm norm, int groups, bool rich) {
    test::Values values(31);
    const int out_length = shape.out_length();
    harness::Buffer<T> source(test::product(shape.rows, shape.length, shape.in));
    harness::Buffer<T> residual(test::product(shape.rows, out_length, shape.out));
    harness::Buffer<T> target(residual.size());
    harness::Buffer<float> bias(static_cast<size_t>(shape.out));
    test::EpilogueConstants constants(values, shape.out);
    test::fill(values, source, -1, 1);
    test::fill(values, residual, -1, 1);
    values.fill(bias, -1, 1);
    std::vector<double> weights(test::product(shape.out, shape.in, shape.kernel));
    Packed<T> packed{shape};
    for (size_t w = 0; w < weights.size(); ++w) {
        const float scale = 1.5f / std::sqrt(static_cast<float>(shape.in * shape.kernel));
        const T weight = T(values.between(-scale, scale));
        weights[w] = static_cast<float>(weight);
        const int tap = static_cast<int>(w) % shape.kernel;
        const int i = static_cast<int>(w) / shape.kernel % shape.in;
        packed.put(static_cast<int>(w) / shape.kernel / shape.in, i, tap, weight);
    }
    // One row that is not a number, which others must not notice.
    if (shape.rows > 2) {
        source[test::product(shape.length, shape.in)] = T(test::kNan);
    }
    const test::Epilogue epilogue = constants.of(
            norm, groups, rich, rich ? test::kMish : test::kNone, rich ? residual.data() : nullptr);
    std::vector<T> first;
    for (const Tile& tile : tiles) {
        const bool whole = norm == test::kNoNorm
                || (norm == test::kRmsNorm && shape.out <= tile.columns)
                || (norm == test::kGroupNorm && out_length <= tile.lines
                    && (shape.out <= tile.columns || tile.columns % (shape.out / groups) == 0));
        if (!whole) {
            continue;
        }
        const std::string kernel = std::string("convolve_") + (sizeof(T) == 2 ? "bf16_" : "f32_") + tile.name;
        harness::same_for_every_geometry(
                kernel.c_str(), harness::blocks_of_256,
                Convolve{epilogue, source.data(), packed.elements.data(), bias.data(), target.data(), shape.rows,
                         shape.in, shape.out, shape.kernel, shape.stride, shape.padding, shape.upsample, shape.length,
                         out_length, 0},
                {{"the target", target}}, shared_bytes<T>(shape, tile, epilogue));
        if (first.empty()) {
            first.assign(target.data(), target.data() + target.size());
        }
        harness::expect(std::memcmp(first.data(), target.data(), target.size() * sizeof(T)) == 0,
                        "a tile of " + std::string(tile.name) + " has other bits than the first");
    }
    for (int row = 0; row < shape.rows; ++row) {
        std::vector<double> wanted(test::product(out_length, shape.out));
        for (int position = 0; position < out_length; ++position) {
            for (int o = 0; o < shape.out; ++o) {
                double sum = bias[static_cast<size_t>(o)];
                for (int tap = 0; tap < shape.kernel; ++tap) {
                    const int from = position * shape.stride + tap - shape.padding;
                    if (from < 0 || from >= (shape.upsample ? 2 * shape.length : shape.length)) {
                        continue;
                    }
                    const size_t line = test::product(row, shape.length)
                            + static_cast<size_t>(shape.upsample ? from / 2 : from);
                    for (int i = 0; i < shape.in; ++i) {
                        sum += weights[test::product(o * shape.in + i, shape.kernel) + static_cast<size_t>(tap)]
                                * static_cast<float>(source[line * static_cast<size_t>(shape.in) + static_cast<size_t>(i)]);
                    }
                }
                wanted[test::product(position, shape.out) + static_cast<size_t>(o)] = sum;
            }
        }
        test::finish(wanted, out_length, shape.out, epilogue);
        for (size_t e = 0; e < wanted.size(); ++e) {
            const size_t at = test::product(row, out_length, shape.out) + e;
            const double added = rich ? static_cast<float>(residual[at]) : 0.0;
            test::expect_near("element", at, static_cast<float>(target[at]), wanted[e] + added, test::tolerance<T>);
        }
    }
}

}  // namespace

KERNEL_CHECK(convolve) {
    check<float>({1, 2, 3, 1, 1, 0, false, 1}, test::kNoNorm, 1, false);
    check<float>({2, 136, 20, 1, 1, 0, false, 5}, test::kNoNorm, 1, true);
    check<__nv_bfloat16>({3, 2, 32, 3, 1, 1, false, 9}, test::kGroupNorm, 8, true);
    check<float>({3, 20, 70, 3, 1, 1, false, 7}, test::kRmsNorm, 1, true);
    check<__nv_bfloat16>({3, 72, 40, 4, 2, 1, false, 16}, test::kNoNorm, 1, true);
    check<float>({2, 8, 16, 5, 1, 2, true, 6}, test::kGroupNorm, 4, true);
    check<__nv_bfloat16>({1, 16, 8, 3, 1, 1, false, 150}, test::kRmsNorm, 1, false);
}
