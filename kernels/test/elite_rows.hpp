// Rows of a population of which some are elites, as kernels of refits read them.
#pragma once

#include "run.hpp"

namespace test {

// All individuals of the first search are elites, every third one of the others, and none of the last of several. What
// is behind a list of elites is poison.
struct EliteRows {
    int searches, individuals, width;
    harness::Buffer<float> rows;
    harness::Buffer<int32_t> elites;
    harness::Buffer<int32_t> summary;

    EliteRows(int of_searches, int of_individuals, int of_width, uint64_t seed, float centre, float spread)
            : searches(of_searches), individuals(of_individuals), width(of_width),
              rows(product(of_searches, of_individuals, of_width)), elites(product(of_searches, of_individuals)),
              summary(product(of_searches, 4)) {
        Values values(seed);
        values.fill(rows, centre - spread, centre + spread);
        for (int search = 0; search < searches; ++search) {
            int count = 0;
            const bool none = search > 0 && search == searches - 1;
            for (int i = search == 0 ? 0 : 1; !none && i < individuals; i += search == 0 ? 1 : 3) {
                elites[product(search, individuals) + static_cast<size_t>(count++)] = i;
            }
            summary[product(search, 4)] = count;
            summary[product(search, 4) + 2] = count == 0 ? kAllNan : kSelected;
        }
    }

    Selection selection() { return {elites.data(), summary.data()}; }
    int count(int search) { return summary[product(search, 4)]; }
    double value(int search, int k, int coordinate) {
        const size_t row = product(search, individuals)
                + static_cast<size_t>(elites[product(search, individuals) + static_cast<size_t>(k)]);
        return rows[row * static_cast<size_t>(width) + static_cast<size_t>(coordinate)];
    }
    // In double, by two passes.
    double mean(int search, int coordinate) {
        double sum = 0;
        for (int k = 0; k < count(search); ++k) {
            sum += value(search, k, coordinate);
        }
        return sum / count(search);
    }
};

}  // namespace test
