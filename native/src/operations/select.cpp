// Finding the elites: exact, and the same whatever the order in which rewards were computed.
#include <algorithm>
#include <limits>
#include <vector>

#include "lanes.hpp"
#include "population.hpp"
#include "reward_order.hpp"

namespace elites {

namespace {

class Select final : public PopulationOperation {
public:
    Select(const float* rewards, const int32_t* settings, int32_t* elites, int32_t* summary, float* threshold)
        : rewards_(rewards), settings_(settings), elites_(elites), summary_(summary), threshold_(threshold) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        lanes.for_each(population.searches, [&](int64_t search, Lane&) { select(search, population.individuals); });
    }

private:
    void select(int64_t search, int32_t individuals) const {
        const int32_t* settings = settings_ + search * kSettings;
        const float* rewards = rewards_ + search * individuals;
        int32_t* summary = summary_ + search * kSummary;
        int32_t sense = settings[kSense];
        // Settings are data of the device: what is out of range must not lead out of the buffers.
        int32_t active = std::clamp(settings[kActive], 0, individuals);
        std::vector<uint64_t> keys;
        keys.reserve(active);
        for (int32_t i = 0; i < active; ++i) {
            if (!is_nan(rewards[i])) {
                keys.push_back(individual_key(rewards[i], sense, static_cast<uint32_t>(i)));
            }
        }
        summary[kNans] = active - static_cast<int32_t>(keys.size());
        if (keys.empty()) {
            summary[kCount] = 0;
            summary[kStatus] = active == 0 ? kInactive : kAllNan;
            summary[kBest] = -1;
            threshold_[search] = std::numeric_limits<float>::quiet_NaN();
            return;
        }
        auto [first, last] = std::minmax_element(keys.begin(), keys.end());
        // A lone number among NaN says as little as equal numbers do.
        bool equal = active > 1 && *first >> 32 == *last >> 32;
        summary[kStatus] = equal ? kAllEqual : kSelected;
        summary[kBest] = static_cast<int32_t>(*first & 0xFFFFFFFFu);
        int64_t wanted = std::clamp<int64_t>(settings[kElites], 1, static_cast<int64_t>(keys.size()));
        std::nth_element(keys.begin(), keys.begin() + (wanted - 1), keys.end());
        uint64_t bound = keys[wanted - 1];
        threshold_[search] = rewards[bound & 0xFFFFFFFFu];
        if (settings[kRule] != 0) {
            bound |= 0xFFFFFFFFu;
        }
        summary[kCount] = list(rewards, active, sense, bound, elites_ + search * individuals);
    }

    // Everybody up to the bound, in ascending index.
    static int32_t list(const float* rewards, int32_t active, int32_t sense, uint64_t bound, int32_t* elites) {
        int32_t count = 0;
        for (int32_t i = 0; i < active; ++i) {
            if (!is_nan(rewards[i]) && individual_key(rewards[i], sense, static_cast<uint32_t>(i)) <= bound) {
                elites[count++] = i;
            }
        }
        return count;
    }

    const float* rewards_;
    const int32_t* settings_;
    int32_t* elites_;
    int32_t* summary_;
    float* threshold_;
};

}  // namespace

PopulationPointer make_select(
        const float* rewards, const int32_t* settings, int32_t* elites, int32_t* summary, float* threshold) {
    return std::make_unique<Select>(rewards, settings, elites, summary, threshold);
}

}  // namespace elites
