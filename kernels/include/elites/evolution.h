// One element of a step of Diffusion Evolution (Zhang, Hartl, Hazan and Levin 2025, formulas 5 and 8 to 10).
#pragma once

#include "elites/portable.h"

namespace elites {

// A row of the coefficient table: sqrt(a), sqrt(1 - a), sqrt(a'), sqrt(1 - a' - s^2) and s, a the cumulative alpha of
// this generation, a' that of the next one and s its noise.
struct EvolutionCoefficients {
    float signal, deviation, next_signal, next_direction, next_noise;
};

constexpr int32_t kEvolutionCoefficients = 5;

// The individual's next element, without noise, from the population's centre, the query x - signal * centre and the
// estimate x0 - centre. Written about the centre, so that no large numbers cancel.
ELITES_HOST_DEVICE double evolution_next(
        const EvolutionCoefficients& c, double centre, double query, double estimate) {
    double direction = (query - c.signal * estimate) / c.deviation;
    return c.next_signal * (centre + estimate) + c.next_direction * direction;
}

}  // namespace elites
