#include "kernels/tiled_product.h"

#include "harness.hpp"

namespace {

float small_whole(simt::Random& random) {
    return static_cast<float>(random.below(17)) - 8.0f;
}

void check(int rows, int columns, int depth) {
    harness::Buffer<float> a(static_cast<size_t>(rows * depth));
    harness::Buffer<float> b(static_cast<size_t>(depth * columns));
    harness::Buffer<float> c(static_cast<size_t>(rows * columns));
    simt::Random random(3);
    for (size_t index = 0; index < a.size(); ++index) {
        a[index] = small_whole(random);
    }
    for (size_t index = 0; index < b.size(); ++index) {
        b[index] = small_whole(random);
    }
    const dim3 grid(static_cast<unsigned>(columns + 7) / 8, static_cast<unsigned>(rows + 7) / 8);
    harness::launch("tiled_product", grid, {8, 8}, 2 * 64 * sizeof(float),
                    TiledProduct{a.data(), b.data(), c.data(), rows, columns, depth});
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            double sum = 0.0;
            for (int step = 0; step < depth; ++step) {
                sum += static_cast<double>(a[static_cast<size_t>(row * depth + step)])
                        * b[static_cast<size_t>(step * columns + column)];
            }
            const float got = c[static_cast<size_t>(row * columns + column)];
            harness::expect(got == sum, "element " + std::to_string(row) + ", " + std::to_string(column) + " is "
                    + std::to_string(got) + ", not " + std::to_string(sum));
        }
    }
}

}  // namespace

KERNEL_CHECK(tiled_product) {
    check(1, 1, 1);
    check(8, 8, 8);
    check(17, 5, 19);
}
