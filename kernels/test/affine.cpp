#include "values.hpp"

namespace {

struct Affine {
    const float* source;
    float* target;
    const float* scale;
    const float* shift;
    int32_t rows, width, parts;
};

void check(int rows, int width, int parts) {
    test::Values values(11);
    harness::Buffer<float> source(test::product(rows, width));
    harness::Buffer<float> target(source.size());
    harness::Buffer<float> scale(static_cast<size_t>(parts));
    harness::Buffer<float> shift(scale.size());
    values.fill(source, -2, 2);
    values.fill(scale, -3, 3);
    values.fill(shift, -1, 1);
    source[source.size() / 2] = test::kNan;
    harness::same_for_every_geometry(
            "affine", harness::rows_and_parts,
            Affine{source.data(), target.data(), scale.data(), shift.data(), rows, width, parts},
            {{"the target", target}});
    for (size_t i = 0; i < target.size(); ++i) {
        const size_t part = i % static_cast<size_t>(width) * static_cast<size_t>(parts) / static_cast<size_t>(width);
        test::expect_near("element", i, target[i], shift[part] + static_cast<double>(scale[part]) * source[i], 1e-6);
    }
}

}  // namespace

KERNEL_CHECK(affine) {
    check(1, 1, 1);
    check(3, 12, 3);
    check(5, 70, 2);
    check(2, 5, 5);
}
