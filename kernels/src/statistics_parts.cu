// Statistics of the rewards of searches with many individuals, a block a part of a search, in six launches: survey and
// sums, three passes of digits for all quantiles, the neighbours of the quantiles, and a block a search that joins them.
// Each but the last reads 4 B a reward.
#include "elites/cuda/reward_quantiles.h"
#include "elites/cuda/row_parts.h"

namespace elites {

// The rewards of a part: their sum, and the sum of the squares of their distances to the part's own mean, which loses
// nothing when it is moved to the mean of all.
struct PartSums {
    double sum, squares;
    double elites;  // the rewards of as many elites, by their place in the list
};

struct StatisticsParts {
    const Control* control;
    RowParts row;
    SelectionView selection;
    PartSums* sums;         // [searches, parts]
    uint32_t* next_better;  // [searches, kQuantiles]
    float* statistics;      // [searches, 9]
    int32_t pass;
};

struct StatisticsPartsShared {
    RowPartShared<kQuantiles> row;
    uint32_t next_better[kQuantiles];
};

__device__ inline int32_t wanted_of(const Survey& survey, int32_t quantile) {
    return wanted_below(quantile, survey.numbers);
}

__device__ inline void add_up_part(
        const StatisticsParts& a, BlockSum<double>& sums, const Survey& survey, const RowPart& part) {
    const float* rewards = part.keys.rewards;
    double sum = sum_of_rewards(sums, rewards, part.first, part.last, [](double reward) { return reward; });
    double mean = survey.numbers > 0 ? sum / survey.numbers : 0;
    double squares = sum_of_rewards(
            sums, rewards, part.first, part.last, [&](double reward) { return (reward - mean) * (reward - mean); });
    int32_t count = a.selection.count(part.search, a.row.individuals);
    int32_t first = part.number * a.row.part;
    int32_t last = count - first < a.row.part ? count : first + a.row.part;
    double elites = sum_of_elites(sums, a.row.rewards, a.selection, part.search, a.row.individuals, first, last);
    if (threadIdx.x == 0) {
        a.sums[part.search * a.row.parts + part.number] = {sum, squares, elites};
    }
}

__device__ inline void describe_row(const StatisticsParts& a, BlockSum<double>& strands, int64_t search) {
    float* out = a.statistics + search * kStatisticsColumns;
    Survey survey = a.row.joined[search];
    if (survey.numbers == 0) {
        describe_nothing(out);
        return;
    }
    const PartSums* sums = a.sums + search * a.row.parts;
    const Survey* surveys = a.row.surveys + search * a.row.parts;
    int32_t sense = a.row.settings[search * kSettingsColumns + kSense];
    double mean = block_sum(strands, a.row.parts, [&](int64_t part) { return sums[part].sum; }) / survey.numbers;
    double squares = block_sum(strands, a.row.parts, [&](int64_t part) {
        double numbers = surveys[part].numbers;
        double distance = numbers > 0 ? sums[part].sum / numbers - mean : 0;
#if ELITES_SEEDED_BUG == 2
        return sums[part].squares + 0 * distance;
#else
        return sums[part].squares + numbers * distance * distance;
#endif
    });
    double of_elites = block_sum(strands, a.row.parts, [&](int64_t part) { return sums[part].elites; });
    int32_t thread = threadIdx.x;
    if (thread == 0) {
        out[kBestReward] = reward_of(survey.least(), sense);
        out[kMean] = static_cast<float>(mean);
        out[kDeviation] = static_cast<float>(sqrt(squares / survey.numbers));
        out[kEliteMean] = static_cast<float>(of_elites / a.selection.count(search, a.row.individuals));
    }
    if (thread < kQuantiles) {
        out[kFirstQuantile + thread] = quantile_between(
                thread, survey.numbers, sense, places_of<kQuantiles>(a.row, search, kDigitPasses)[thread],
                a.next_better[search * kQuantiles + thread]);
    }
}

}  // namespace elites

ELITES_POPULATION_KERNEL(add_up_rewards, elites::StatisticsParts, 512) {
    using namespace elites;
    __shared__ Survey survey;
    __shared__ BlockSum<double> sums;
    for_row_parts_of(arguments.row, [&](const RowPart& part) {
        survey_part<kQuantiles>(arguments.row, survey, part);
        add_up_part(arguments, sums, survey, part);
        if (part.number == 0 && threadIdx.x < kQuantiles) {
            arguments.next_better[part.search * kQuantiles + threadIdx.x] = 0;
        }
    });
}

ELITES_POPULATION_KERNEL(count_digits_of_quantiles, elites::StatisticsParts, 512) {
    using namespace elites;
    __shared__ StatisticsPartsShared shared;
    for_row_parts_of(arguments.row, [&](const RowPart& part) {
        count_part<kQuantiles>(arguments.row, shared.row, part, arguments.pass, wanted_of);
    });
}

ELITES_POPULATION_KERNEL(find_neighbours, elites::StatisticsParts, 512) {
    using namespace elites;
    __shared__ StatisticsPartsShared shared;
    for_row_parts_of(arguments.row, [&](const RowPart& part) {
        int32_t thread = threadIdx.x;
        if (thread < kQuantiles) {
            shared.next_better[thread] = 0;
        }
        if (!learn_places<kQuantiles>(arguments.row, shared.row, part, kDigitPasses, wanted_of)) {
            return;
        }
        find_next_better(shared.next_better, shared.row.places, part.keys, part.first, part.last);
        __syncthreads();
        if (thread < kQuantiles && shared.next_better[thread] != 0) {
            atomicMax(&arguments.next_better[part.search * kQuantiles + thread], shared.next_better[thread]);
        }
    });
}

ELITES_POPULATION_KERNEL(describe_rewards, elites::StatisticsParts, 512) {
    using namespace elites;
    __shared__ BlockSum<double> sums;
    for (int64_t search = blockIdx.x; search < arguments.row.searches; search += gridDim.x) {
        describe_row(arguments, sums, search);
        __syncthreads();
    }
}
