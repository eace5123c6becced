#include "simt/language.hpp"
#include "values.hpp"

namespace {

struct Load {
    const float* source;
    void* target;
    int32_t rows, channels, length;
};

template <class T>
void check(const char* kernel, int rows, int channels, int length, double tolerance) {
    test::Values values(12);
    harness::Buffer<float> source(test::product(rows, channels, length));
    harness::Buffer<T> target(source.size());
    values.fill(source, -4, 4);
    source[source.size() - 1] = test::kNan;
    harness::same_for_every_geometry(
            kernel, harness::rows_and_parts, Load{source.data(), target.data(), rows, channels, length},
            {{"the target", target}});
    size_t i = 0;
    for (int row = 0; row < rows; ++row) {
        for (int position = 0; position < length; ++position) {
            for (int channel = 0; channel < channels; ++channel, ++i) {
                const double wanted = source[test::product(row * channels + channel, length)
                                             + static_cast<size_t>(position)];
                test::expect_near("element", i, static_cast<float>(target[i]), wanted, tolerance);
            }
        }
    }
}

}  // namespace

KERNEL_CHECK(load) {
    for (const int channels : {1, 3, 32}) {
        check<float>("load_f32", 3, channels, 5, 0);
        // Half a unit in the last of eight bits, of numbers below 4.
        check<__nv_bfloat16>("load_bf16", 2, channels, 4, 0x1p-7);
    }
}
