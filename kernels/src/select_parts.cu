// Finding the elites of searches with many individuals, a block a part of a search, in six launches: survey, three
// passes of digits, count of the elites of each part, list. Each reads 4 B a reward, from the second cache where a row
// fits into it. Results are those of select.cu.
#include "elites/cuda/row_parts.h"
#include "elites/cuda/selection_outcome.h"

namespace elites {

struct SelectParts {
    const Control* control;
    RowParts row;
    Chosen* chosen;    // [searches, parts]
    int32_t* elites;   // [searches, individuals]
    int32_t* summary;  // [searches, 4]
    float* threshold;  // [searches]
    int32_t pass;
};

struct SelectPartsShared {
    RowPartShared<1> row;
    EliteListShared list;
    Chosen before, of_all;
};

// Those of the parts before this one, and of all.
__device__ inline void add_up_parts(SelectPartsShared& shared, const Chosen* chosen, const RowPart& part, int32_t parts) {
    if (threadIdx.x == 0) {
        shared.before = {};
        shared.of_all = {};
    }
    __syncthreads();
    Chosen before = {};
    Chosen of_all = {};
    for (int32_t i = threadIdx.x; i < parts; i += static_cast<int32_t>(blockDim.x)) {
        Chosen of_part = chosen[i];
        of_all.better += of_part.better;
        of_all.equal += of_part.equal;
        before.better += i < part.number ? of_part.better : 0;
#if ELITES_SEEDED_BUG != 3
        before.equal += i < part.number ? of_part.equal : 0;
#endif
    }
    atomicAdd(&shared.before.better, before.better);
    atomicAdd(&shared.before.equal, before.equal);
    atomicAdd(&shared.of_all.better, of_all.better);
    atomicAdd(&shared.of_all.equal, of_all.equal);
    __syncthreads();
}

__device__ inline void list_part(const SelectParts& a, SelectPartsShared& shared, const RowPart& part) {
    int32_t* summary = a.summary + part.search * kSummaryColumns;
    float* threshold = a.threshold + part.search;
    Survey survey = a.row.joined[part.search];
    if (survey.numbers == 0) {
        if (threadIdx.x == 0 && part.number == 0) {
            summarise_nothing(part.active, summary, threshold);
        }
        return;
    }
    RadixPlace worst = places_of<1>(a.row, part.search, kDigitPasses)[0];
    EliteBounds bounds = bounds_of(worst, part.settings, part.active);
    add_up_parts(shared, a.chosen + part.search * a.row.parts, part, a.row.parts);
    count_chosen(shared.list, part.keys, bounds.worst, part.first, part.last);
    list_chosen(
            shared.list, part.keys, part.keys.rewards, bounds, shared.before, part.first, part.last,
            a.elites + part.search * a.row.individuals, threshold);
    if (threadIdx.x == 0 && part.number == 0) {
        summarise(survey, part.active, bounds.count(shared.of_all), summary);
    }
}

}  // namespace elites

ELITES_POPULATION_KERNEL(survey_rewards, elites::SelectParts, 512) {
    using namespace elites;
    __shared__ Survey shared;
    for_row_parts_of(
            arguments.row, [&](const RowPart& part) { survey_part<1>(arguments.row, shared, part); });
}

ELITES_POPULATION_KERNEL(count_digits_of_rewards, elites::SelectParts, 512) {
    using namespace elites;
    __shared__ SelectPartsShared shared;
    for_row_parts_of(arguments.row, [&](const RowPart& part) {
        count_part<1>(arguments.row, shared.row, part, arguments.pass, [&](const Survey& survey, int32_t) {
            return wanted_elites(part.settings, survey);
        });
    });
}

ELITES_POPULATION_KERNEL(count_elites, elites::SelectParts, 512) {
    using namespace elites;
    __shared__ SelectPartsShared shared;
    for_row_parts_of(arguments.row, [&](const RowPart& part) {
        bool any = learn_places<1>(
                arguments.row, shared.row, part, kDigitPasses, [](const Survey&, int32_t) { return 0; });
        if (!any) {
            return;
        }
        count_chosen(shared.list, part.keys, shared.row.places[0].prefix, part.first, part.last);
        if (threadIdx.x == 0) {
            arguments.chosen[part.search * arguments.row.parts + part.number] =
                    chosen_before(shared.list, static_cast<int32_t>(blockDim.x) / kWarp);
        }
    });
}

ELITES_POPULATION_KERNEL(list_elites, elites::SelectParts, 512) {
    using namespace elites;
    __shared__ SelectPartsShared shared;
    for_row_parts_of(arguments.row, [&](const RowPart& part) { list_part(arguments, shared, part); });
}
