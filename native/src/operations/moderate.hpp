// Magnitudes up to which linear attention need not subtract the largest logit before it takes exponentials: a million
// times e^40 times a value up to 1e15 is finite, and e^-40 is far above what exponential() gives for minus infinity.
#pragma once

namespace elites {

constexpr float kModerateLogit = 40.0f;
constexpr float kModerateValue = 1e15f;

}  // namespace elites
