#include "features.hpp"

namespace {

struct Concatenate {
    const void* first;
    const void* second;
    void* target;
    int64_t positions;
    int32_t first_channels, second_channels;
};

template <class T>
void check(const char* kernel, int positions, int first_channels, int second_channels) {
    test::Values values(34);
    harness::Buffer<T> first(test::product(positions, first_channels));
    harness::Buffer<T> second(test::product(positions, second_channels));
    const int channels = first_channels + second_channels;
    harness::Buffer<T> target(test::product(positions, channels));
    test::fill(values, first, -2, 2);
    test::fill(values, second, 3, 5);
    harness::same_for_every_geometry(
            kernel, harness::any_threads,
            Concatenate{first.data(), second.data(), target.data(), positions, first_channels, second_channels},
            {{"the target", target}});
    for (int position = 0; position < positions; ++position) {
        for (int c = 0; c < channels; ++c) {
            const size_t at = test::product(position, channels) + static_cast<size_t>(c);
            const T wanted = c < first_channels
                    ? first[test::product(position, first_channels) + static_cast<size_t>(c)]
                    : second[test::product(position, second_channels) + static_cast<size_t>(c - first_channels)];
            test::expect_near("element", at, static_cast<float>(target[at]), static_cast<float>(wanted), 0);
        }
    }
}

}  // namespace

KERNEL_CHECK(concatenate) {
    check<float>("concatenate_f32", 1, 1, 1);
    check<float>("concatenate_f32", 7, 5, 2);
    check<__nv_bfloat16>("concatenate_bf16", 9, 8, 32);
}
