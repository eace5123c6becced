// Built-in reward terms of a sample x of shape [channels, length], row-major; formulas as in the Java RewardTerm.Kind.
// Sums run by index in double, so that a reward is the same wherever its row is computed.
#pragma once

#include "elites/portable.h"

namespace elites {

enum RewardKind : int32_t {
    kGoalDistance = 0,
    kQuadratic = 1,
    kLinear = 2,
    kObstacles = 3,
    kPathLength = 4,
};

struct RewardTerm {
    int32_t kind, offset, size;
};

ELITES_HOST_DEVICE double reward_sqrt(double a) {
#if defined(__CUDA_ARCH__)
    return __dsqrt_rn(a);
#else
    return __builtin_sqrt(a);
#endif
}

ELITES_HOST_DEVICE double goal_distance(const float* x, int channels, int length, const float* goal) {
    double sum = 0;
    for (int c = 0; c < channels; ++c) {
        double difference = static_cast<double>(x[c * length + length - 1]) - goal[c];
        sum += difference * difference;
    }
    return reward_sqrt(sum);
}

ELITES_HOST_DEVICE double obstacle_depth(
        const float* x, int channels, int length, const float* balls, int floats_of_balls) {
    double sum = 0;
    for (int ball = 0; ball < floats_of_balls; ball += channels + 1) {
        double radius = balls[ball + channels];
        for (int l = 0; l < length; ++l) {
            double square = 0;
            for (int c = 0; c < channels; ++c) {
                double difference = static_cast<double>(x[c * length + l]) - balls[ball + c];
                square += difference * difference;
            }
            double depth = radius - reward_sqrt(square);
            // Not a maximum: NaN must stay NaN.
            sum += depth < 0 ? 0 : depth;
        }
    }
    return sum;
}

ELITES_HOST_DEVICE double path_length(const float* x, int channels, int length) {
    double sum = 0;
    for (int l = 0; l + 1 < length; ++l) {
        double square = 0;
        for (int c = 0; c < channels; ++c) {
            double difference = static_cast<double>(x[c * length + l + 1]) - x[c * length + l];
            square += difference * difference;
        }
        sum += reward_sqrt(square);
    }
    return sum;
}

// One term with its parameters, the weight first.
ELITES_HOST_DEVICE double reward_term(
        const RewardTerm& term, const float* x, int channels, int length, const float* parameters) {
    const float* p = parameters + term.offset;
    double weight = p[0];
    double sum = 0;
    switch (term.kind) {
        case kGoalDistance:
            return weight * goal_distance(x, channels, length, p + 1);
        case kQuadratic:
            for (int e = 0; e < channels * length; ++e) {
                double difference = static_cast<double>(x[e]) - p[1 + e];
                sum += difference * difference;
            }
            return weight * sum;
        case kLinear:
            for (int e = 0; e < channels * length; ++e) {
                sum += static_cast<double>(p[1 + e]) * x[e];
            }
            return weight * sum;
        case kObstacles:
            return weight * obstacle_depth(x, channels, length, p + 1, term.size - 1);
        case kPathLength:
            return weight * path_length(x, channels, length);
    }
    return sum;
}

}  // namespace elites
