// Finding the elites: exact, and the same whatever the order in which rewards were computed and whoever looked at them.
#include <algorithm>
#include <limits>
#include <vector>

#include "lanes.hpp"
#include "population.hpp"
#include "selecting.hpp"

namespace elites {

namespace {

class Select final : public PopulationOperation {
public:
    Select(const float* rewards, const int32_t* settings, int32_t* elites, int32_t* summary, float* threshold)
        : rewards_(rewards), settings_(settings), elites_(elites), summary_(summary), threshold_(threshold) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        selections_.resize(lanes.count());
        // Waking the lanes for the blocks of a search pays where the blocks are many and the searches few.
        if (population.searches < lanes.count() && population.individuals >= 16 * Selecting::kBlock) {
            for (int64_t search = 0; search < population.searches; ++search) {
                select(selections_.front(), search, population.individuals, [&](int64_t blocks, auto&& work) {
                    lanes.for_each(blocks, [&](int64_t block, Lane&) { work(block); });
                });
            }
        } else {
            lanes.for_each(population.searches, [&](int64_t search, Lane& lane) {
                select(selections_[lane.index()], search, population.individuals, [](int64_t blocks, auto&& work) {
                    for (int64_t block = 0; block < blocks; ++block) {
                        work(block);
                    }
                });
            });
        }
    }

private:
    template <typename ForEach>
    void select(Selecting& selecting, int64_t search, int32_t individuals, ForEach&& for_each) const {
        const int32_t* settings = settings_ + search * kSettingsColumns;
        const float* rewards = rewards_ + search * individuals;
        int32_t* summary = summary_ + search * kSummaryColumns;
        int32_t active = active_of(settings_, search, individuals);
        selecting.begin(rewards, active, settings[kSense], settings[kElites]);
        do {
            for_each(selecting.blocks(), [&](int64_t block) { selecting.scan(block); });
        } while (!selecting.join());
        summary[kNans] = selecting.nans();
        if (selecting.numbers() == 0) {
            summary[kCount] = 0;
            summary[kStatus] = active == 0 ? kInactive : kAllNan;
            summary[kBest] = -1;
            threshold_[search] = std::numeric_limits<float>::quiet_NaN();
            return;
        }
        // A lone number among NaN says as little as equal numbers do.
        summary[kStatus] = active > 1 && selecting.all_equal() ? kAllEqual : kSelected;
        summary[kBest] = selecting.best();
        threshold_[search] = rewards[selecting.worst()];
        summary[kCount] = selecting.place_blocks(settings[kRule] > 0);
        int32_t* elites = elites_ + search * individuals;
        for_each(selecting.blocks(), [&](int64_t block) { selecting.list(block, elites); });
    }

    const float* rewards_;
    const int32_t* settings_;
    int32_t* elites_;
    int32_t* summary_;
    float* threshold_;
    // One a lane, kept between runs, which never overlap: memory given back to the system comes back page by page,
    // which takes longer than a scan.
    mutable std::vector<Selecting> selections_;
};

}  // namespace

PopulationPointer make_select(
        const float* rewards, const int32_t* settings, int32_t* elites, int32_t* summary, float* threshold) {
    return std::make_unique<Select>(rewards, settings, elites, summary, threshold);
}

}  // namespace elites
