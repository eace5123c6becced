#include "values.hpp"

namespace {

struct Rescale {
    const float* source;
    float* target;
    int32_t rows, width;
    float length;
};

void check(int rows, int width) {
    test::Values values(13);
    harness::Buffer<float> source(test::product(rows, width));
    harness::Buffer<float> target(source.size());
    values.fill(source, -2, 2);
    for (size_t e = 0; e < static_cast<size_t>(width); ++e) {
        // The last but one has no direction, and the last is not finite.
        if (rows > 1) {
            source[test::product(rows - 2, width) + e] = 0;
        }
        source[test::product(rows - 1, width) + e] = e == 0 && rows > 1 ? test::kNan : 1;
    }
    constexpr float length = 3.5f;
    harness::same_for_every_geometry(
            "rescale", harness::whole_warps, Rescale{source.data(), target.data(), rows, width, length},
            {{"the target", target}});
    for (int row = 0; row < rows; ++row) {
        const size_t first = test::product(row, width);
        double square = 0;
        for (size_t e = 0; e < static_cast<size_t>(width); ++e) {
            square += static_cast<double>(source[first + e]) * source[first + e];
        }
        for (size_t e = 0; e < static_cast<size_t>(width); ++e) {
            const double wanted = square == 0 ? 0 : source[first + e] * (length / std::sqrt(square));
            test::expect_near("element", first + e, target[first + e], wanted, 1e-6);
        }
    }
}

}  // namespace

KERNEL_CHECK(rescale) {
    check(1, 1);
    check(5, 33);
    check(9, 64);
}
