#include "features.hpp"

namespace {

struct FinishFeatures {
    test::Epilogue epilogue;
    const void* source;
    const float* bias;
    void* target;
    int32_t rows, channels, length;
};

template <class Source, class T>
void check(const char* kernel, int rows, int channels, int length, test::Norm norm, int groups,
           test::Activation activation, bool has_bias = false) {
    test::Values values(32);
    harness::Buffer<Source> source(test::product(rows, channels, length));
    harness::Buffer<T> residual(source.size());
    harness::Buffer<T> target(source.size());
    harness::Buffer<float> bias(channels);
    test::EpilogueConstants constants(values, channels);
    // Far from zero, where a variance without a mean's help would be lost.
    test::fill(values, source, 9, 11);
    test::fill(values, residual, -1, 1);
    test::fill(values, bias, -3, 3);
    source[source.size() - 1] = Source(test::kNan);
    const test::Epilogue epilogue = constants.of(
            norm, groups, activation != test::kNone, activation, activation == test::kGelu ? nullptr : residual.data());
    const int statistics = norm == test::kGroupNorm ? 2 * groups : norm == test::kRmsNorm ? length : 0;
    harness::same_for_every_geometry(
            kernel, harness::whole_warps,
            FinishFeatures{epilogue, source.data(), has_bias ? bias.data() : nullptr, target.data(), rows, channels, length},
            {{"the target", target}},
            static_cast<unsigned>(4 * (length * ((channels + 3) / 4 * 4) + statistics)));
    for (int row = 0; row < rows; ++row) {
        const size_t begin = test::product(row, channels, length);
        std::vector<double> wanted(test::product(channels, length));
        for (size_t e = 0; e < wanted.size(); ++e) {
            wanted[e] = static_cast<float>(source[begin + e]) + (has_bias ? bias[e % channels] : 0.0);
        }
        test::finish(wanted, length, channels, epilogue);
        for (size_t e = 0; e < wanted.size(); ++e) {
            const double added = epilogue.residual == nullptr ? 0.0 : static_cast<float>(residual[begin + e]);
            const double size = 1 + std::fabs(wanted[e]);
            test::expect_near("element", begin + e, static_cast<float>(target[begin + e]), wanted[e] + added,
                              test::tolerance<T> * size);
        }
    }
}

}  // namespace

KERNEL_CHECK(finish_features) {
    check<float, float>("finish_f32", 2, 1, 1, test::kNoNorm, 1, test::kSilu);
    check<float, float>("finish_f32", 3, 24, 5, test::kGroupNorm, 8, test::kMish);
    check<float, __nv_bfloat16>("finish_f32_bf16", 2, 33, 4, test::kRmsNorm, 1, test::kGelu);
    check<float, __nv_bfloat16>("finish_f32_bf16", 3, 20, 3, test::kGroupNorm, 4, test::kSilu, true);
    check<float, float>("finish_f32", 2, 7, 2, test::kNoNorm, 1, test::kNone, true);
    check<__nv_bfloat16, __nv_bfloat16>("finish_bf16", 3, 12, 40, test::kGroupNorm, 2, test::kNone);
}
