// Normalisation of a tile of a feature map, and the rest of a convolution's epilogue in the same pass.
#pragma once

#include <cstdint>

#include "bfloat16.hpp"
#include "feature_shape.hpp"

namespace elites {

enum class NormKind : int32_t { kNone = 0, kGroup = 1, kRms = 2 };

struct Norm {
    NormKind kind = NormKind::kNone;
    int32_t groups = 1;
    const float* gain = nullptr;
    const float* bias = nullptr;
    float epsilon = 0;
};

enum class Activation : int32_t { kNone = 0, kSilu = 1, kMish = 2, kGelu = 3 };

struct Epilogue {
    Norm norm;
    const float* scale_shift = nullptr;  // [2, channels]
    Activation activation = Activation::kNone;

    bool is_identity() const {
        return norm.kind == NormKind::kNone && scale_shift == nullptr && activation == Activation::kNone;
    }
};

// target = residual + activation(norm(source) * (1 + scale) + shift) on one tile of a feature map. Source and target may
// be the same; residual may be null. scratch has norm_scratch_floats(shape).
template <typename S, typename T>
void apply_epilogue(
        const Epilogue& epilogue, const FeatureShape& shape, const S* source, const T* residual, T* target,
        float* scratch);

inline int64_t norm_scratch_floats(const FeatureShape& shape) {
    return 2 * shape.position_stride();
}

}  // namespace elites
