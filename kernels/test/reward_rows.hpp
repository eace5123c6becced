// Rewards of searches and what a selection and statistics of them are, by sorting.
#pragma once

#include <algorithm>
#include <vector>

#include "run.hpp"

namespace test {

constexpr int kFlavours = 8;

// Where threads are slow, the small cases have all the races.
constexpr bool kSmallAlone = harness::geometries_that_run < 6;

// Rewards of many kinds, one a search, and settings: individuals that take part, elites, sense, rule.
struct RewardRows {
    int searches, individuals;
    harness::Buffer<float> rewards;
    harness::Buffer<int32_t> settings;

    RewardRows(int of_searches, int of_individuals, uint64_t seed)
            : searches(of_searches), individuals(of_individuals), rewards(product(of_searches, of_individuals)),
              settings(product(of_searches, 4)) {
        Values values(seed);
        for (int search = 0; search < searches; ++search) {
            for (int i = 0; i < individuals; ++i) {
                rewards[product(search, individuals) + static_cast<size_t>(i)] = draw(values, search % kFlavours);
            }
            int32_t* of_search = settings.data() + 4 * search;
            of_search[0] = search % 3 == 1 ? values.below(individuals + 1) : individuals;
            of_search[1] = search % 5 == 0 ? 1 : 1 + values.below(individuals);
            of_search[2] = search % 2 == 0 ? 1 : -1;
            of_search[3] = search / 2 % 2;
        }
    }

    static float draw(Values& values, int flavour) {
        switch (flavour) {
            case 0:
                return values.between(-1, 1);
            case 1:
                return static_cast<float>(values.below(5) - 2);
            case 2:
                return values.below(4) > 0 ? kNan : values.between(0, 9);
            case 3:
                // Close to each other, as late in a search.
                return 0.9f + static_cast<float>(values.below(1000)) * 0x1p-24f;
            case 4:
                return values.below(3) > 0 ? values.between(-1, 1) : values.below(2) == 0 ? kInfinity : -kInfinity;
            case 5:
                return values.below(2) == 0 ? 0.0f : -0.0f;
            case 6:
                return kNan;
            default:
                return 4.25f;
        }
    }

    int active(int search) { return settings[product(search, 4)]; }
    int sense(int search) { return settings[product(search, 4) + 2]; }
    float reward(int search, int i) { return rewards[product(search, individuals) + static_cast<size_t>(i)]; }

    // Those whose rewards are numbers, better ones first, equal ones by index.
    std::vector<int> order(int search) {
        std::vector<int> numbers;
        for (int i = 0; i < active(search); ++i) {
            if (!std::isnan(reward(search, i))) {
                numbers.push_back(i);
            }
        }
        const float sign = sense(search) > 0 ? -1.0f : 1.0f;
        std::stable_sort(numbers.begin(), numbers.end(), [&](int a, int b) {
            return sign * reward(search, a) < sign * reward(search, b);
        });
        return numbers;
    }
};

// The elites of one search in ascending order, and what else is said of it.
struct SortedSelection {
    std::vector<int> elites;
    int32_t nans, status, best;
    float threshold;

    SortedSelection(RewardRows& rows, int search) {
        const std::vector<int> order = rows.order(search);
        const int32_t* settings = rows.settings.data() + 4 * search;
        const int numbers = static_cast<int>(order.size());
        nans = rows.active(search) - numbers;
        status = rows.active(search) == 0 ? kInactive : kAllNan;
        best = -1;
        threshold = kNan;
        if (numbers == 0) {
            return;
        }
        const size_t wanted = static_cast<size_t>(std::clamp(settings[1], 1, numbers));
        best = order.front();
        threshold = rows.reward(search, order[wanted - 1]);
        const bool equal = rows.reward(search, order.front()) == rows.reward(search, order.back());
        status = equal && rows.active(search) > 1 ? kAllEqual : kSelected;
        for (size_t k = 0; k < order.size(); ++k) {
            if (k < wanted || (settings[3] > 0 && rows.reward(search, order[k]) == threshold)) {
                elites.push_back(order[k]);
            }
        }
        std::sort(elites.begin(), elites.end());
    }
};

struct SelectionBuffers {
    harness::Buffer<int32_t> elites;
    harness::Buffer<int32_t> summary;
    harness::Buffer<float> threshold;

    explicit SelectionBuffers(const RewardRows& rows)
            : elites(product(rows.searches, rows.individuals)), summary(product(rows.searches, 4)),
              threshold(static_cast<size_t>(rows.searches)) {}

    // What a kernel should have found in them.
    void expect(RewardRows& rows) {
        for (int search = 0; search < rows.searches; ++search) {
            const size_t s = static_cast<size_t>(search);
            const SortedSelection wanted(rows, search);
            expect_equal("the count of search", s, summary[4 * s], static_cast<int64_t>(wanted.elites.size()));
            expect_equal("the NaN of search", s, summary[4 * s + 1], wanted.nans);
            expect_equal("the status of search", s, summary[4 * s + 2], wanted.status);
            expect_equal("the best of search", s, summary[4 * s + 3], wanted.best);
            expect_near("the threshold of search", s, threshold[s], wanted.threshold, 0);
            for (size_t i = 0; i < static_cast<size_t>(rows.individuals); ++i) {
                const size_t at = product(search, rows.individuals) + i;
                // Behind the list, the poison is still there.
                expect_equal("elite", at, elites[at], i < wanted.elites.size() ? wanted.elites[i] : -1);
            }
        }
    }
};

inline void select_by_sorting(RewardRows& rows, SelectionBuffers& selection) {
    for (int search = 0; search < rows.searches; ++search) {
        const SortedSelection found(rows, search);
        std::copy(found.elites.begin(), found.elites.end(),
                  selection.elites.data() + product(search, rows.individuals));
        int32_t* summary = selection.summary.data() + 4 * search;
        summary[0] = static_cast<int32_t>(found.elites.size());
        summary[2] = found.status;
        summary[3] = found.best;
    }
}

struct StatisticsBuffer {
    harness::Buffer<float> statistics;

    explicit StatisticsBuffer(const RewardRows& rows) : statistics(product(rows.searches, 9)) {}

    void expect(RewardRows& rows, SelectionBuffers& selection) {
        constexpr double fractions[] = {0.10, 0.25, 0.50, 0.75, 0.90};
        for (int search = 0; search < rows.searches; ++search) {
            std::vector<int> order = rows.order(search);
            std::reverse(order.begin(), order.end());
            std::vector<double> wanted(9, kNan);
            const double numbers = static_cast<double>(order.size());
            if (!order.empty()) {
                wanted[0] = rows.reward(search, order.back());
                double sum = 0;
                for (int i : order) {
                    sum += rows.reward(search, i);
                }
                wanted[1] = sum / numbers;
                double squares = 0;
                for (int i : order) {
                    const double distance = rows.reward(search, i) - wanted[1];
                    squares += distance * distance;
                }
                wanted[8] = std::sqrt(squares / numbers);
                const size_t count = static_cast<size_t>(selection.summary[product(search, 4)]);
                double of_elites = 0;
                for (size_t k = 0; k < count; ++k) {
                    of_elites += rows.reward(search, selection.elites[product(search, rows.individuals) + k]);
                }
                wanted[2] = of_elites / static_cast<double>(count);
                for (size_t q = 0; q < 5; ++q) {
                    const double place = fractions[q] * (numbers - 1);
                    const size_t below = static_cast<size_t>(place);
                    const double low = rows.reward(search, order[below]);
                    const double high = rows.reward(search, order[std::min(below + 1, order.size() - 1)]);
                    const double weight = place - static_cast<double>(below);
                    wanted[3 + q] = low == high || weight == 0 ? low : (1 - weight) * low + weight * high;
                }
            }
            for (size_t column = 0; column < 9; ++column) {
                const size_t at = product(search, 9) + column;
                expect_near("statistic", at, statistics[at], wanted[column], 1e-6 * (1 + std::fabs(wanted[column])));
            }
        }
    }
};

}  // namespace test
