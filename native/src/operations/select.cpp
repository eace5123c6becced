// Finding the elites: exact, and the same whatever the order in which rewards were computed and whoever looked at them.
#include <algorithm>
#include <limits>
#include <vector>

#include "population.hpp"
#include "search_blocks.hpp"
#include "selecting.hpp"

namespace elites {

namespace {

class Select final : public PopulationOperation {
public:
    Select(const float* rewards, const int32_t* settings, int32_t* elites, int32_t* summary, float* threshold)
        : rewards_(rewards), settings_(settings), elites_(elites), summary_(summary), threshold_(threshold) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        selections_.resize(lanes.count());
        for_each_search(population, lanes, [&](int64_t search, int lane, auto&& for_each_block) {
            select(selections_[lane], search, population.individuals, for_each_block);
        });
    }

private:
    template <typename ForEachBlock>
    void select(Selecting& selecting, int64_t search, int32_t individuals, ForEachBlock&& for_each_block) const {
        const int32_t* settings = settings_ + search * kSettingsColumns;
        const float* rewards = rewards_ + search * individuals;
        int32_t* summary = summary_ + search * kSummaryColumns;
        int32_t active = active_of(settings_, search, individuals);
        selecting.begin(rewards, active, settings[kSense], settings[kElites]);
        do {
            for_each_block(selecting.blocks(), [&](int64_t block, int) { selecting.scan(block); });
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
        for_each_block(selecting.blocks(), [&](int64_t block, int) { selecting.list(block, elites); });
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
