// A packed one-dimensional convolution over feature maps [kTile, length, channels].
#pragma once

#include <string>
#include <vector>

#include "device.hpp"
#include "operation.hpp"

namespace elites {

struct ConvolutionShape {
    int32_t in, out, kernel, stride, padding;
    bool upsample;
    int32_t length;

    int32_t padded_length() const { return upsample ? 2 * length : length; }
    int32_t out_length() const { return (padded_length() + 2 * padding - kernel) / stride + 1; }
};

class Convolution {
public:
    // weight is [out, in, kernel], bias [out] or null; both are copied.
    Convolution(Device& device, const ConvolutionShape& shape, const float* weight, const float* bias);

    const ConvolutionShape& shape() const { return shape_; }
    const std::string& implementation() const { return implementation_; }
    int64_t scratch_floats() const;

    // One tile: source [kTile, length, in], target [kTile, out_length, out].
    void run_tile(Lane& lane, const float* source, float* target) const;

private:
    struct LaneMemory {
        Memory source, target, scratchpad;
    };

    void pack(Device& device, Lane& lane, const float* weight, const float* bias);

    ConvolutionShape shape_;
    std::string implementation_;
    Primitive primitive_;
    Floats packed_weight_, bias_;
    Memory weight_memory_, bias_memory_;
    std::vector<LaneMemory> lanes_;
    int64_t scratchpad_floats_ = 0;
};

}  // namespace elites

struct elites_convolution {
    elites::Convolution convolution;
};
