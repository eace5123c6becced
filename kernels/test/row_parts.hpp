// What launches on parts of rows leave for each other: a twin of row_parts.h.
#pragma once

#include "reward_rows.hpp"

namespace test {

struct RowParts {
    const float* rewards;
    const int32_t* settings;
    void* surveys;
    void* joined;
    int32_t* bins;
    void* places;
    int32_t searches, individuals;
    int32_t part, parts;
};

struct PartBuffers {
    int part, parts;
    harness::Buffer<int64_t> surveys;
    harness::Buffer<int64_t> joined;
    harness::Buffer<int32_t> bins;
    harness::Buffer<int64_t> places;

    PartBuffers(const RewardRows& rows, int of_part, int selected)
            : part(of_part), parts((rows.individuals + of_part - 1) / of_part),
              surveys(product(rows.searches, parts, 2)), joined(product(rows.searches, 2)),
              bins(product(rows.searches, 3 * selected, 2048)), places(product(rows.searches, 4, selected)) {}

    RowParts row(RewardRows& rows) {
        return {rows.rewards.data(), rows.settings.data(), surveys.data(), joined.data(), bins.data(), places.data(),
                rows.searches, rows.individuals, part, parts};
    }
};

}  // namespace test
