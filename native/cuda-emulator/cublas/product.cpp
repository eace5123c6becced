#include "cublas/product.hpp"

#include <algorithm>
#include <cstring>

namespace emulated_cublas {

namespace {

float read(const Matrix& matrix, int64_t at) {
    if (matrix.type == float32) {
        return static_cast<const float*>(matrix.data)[at];
    }
    const uint32_t bits = static_cast<uint32_t>(static_cast<const uint16_t*>(matrix.data)[at]) << 16;
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

void write(const Matrix& matrix, int64_t at, float value) {
    if (matrix.type == float32) {
        static_cast<float*>(matrix.data)[at] = value;
        return;
    }
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    const bool is_nan = (bits & 0x7fffffffu) > 0x7f800000u;
    const uint32_t rounded = is_nan ? 0x7fff0000u : bits + 0x7fffu + (bits >> 16 & 1u);
    static_cast<uint16_t*>(matrix.data)[at] = static_cast<uint16_t>(rounded >> 16);
}

int64_t place(const Matrix& matrix, int row, int column, int member) {
    const int64_t within = matrix.transposed ? column + static_cast<int64_t>(row) * matrix.leading
                                             : row + static_cast<int64_t>(column) * matrix.leading;
    return within + member * matrix.stride;
}

// Rows are taken together, so that columns of A are read in order.
constexpr int together = 16;

void multiply_rows(const Product& product, int member, int first, int count, int column) {
    double sums[together] = {};
    if (product.alpha != 0.0f) {
        for (int step = 0; step < product.depth; ++step) {
            const double b = read(product.b, place(product.b, step, column, member));
            for (int row = 0; row < count; ++row) {
                sums[row] += read(product.a, place(product.a, first + row, step, member)) * b;
            }
        }
    }
    for (int row = 0; row < count; ++row) {
        const bool is_below = first + row >= column;
        const bool is_above = first + row <= column;
        if ((product.part == 1 && !is_below) || (product.part == 2 && !is_above)) {
            continue;
        }
        const int64_t at = place(product.c, first + row, column, member);
        // Where beta is 0, C is not read: it may hold NaN.
        const double before = product.beta == 0.0f ? 0.0 : product.beta * static_cast<double>(read(product.c, at));
        write(product.c, at, static_cast<float>(product.alpha * sums[row] + before));
    }
}

}  // namespace

void multiply(const void* arguments) {
    const auto& product = *static_cast<const Product*>(arguments);
    for (int member = 0; member < product.batch; ++member) {
        for (int column = 0; column < product.columns; ++column) {
            for (int row = 0; row < product.rows; row += together) {
                multiply_rows(product, member, row, std::min(together, product.rows - row), column);
            }
        }
    }
}

}  // namespace emulated_cublas
