// Finding the elites: exact, and the same whatever the order in which rewards were computed and whoever looked at them.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "lanes.hpp"
#include "population.hpp"
#include "reward_keys.hpp"
#include "reward_order.hpp"

namespace elites {

namespace {

// The selection of one search, block by block, so that lanes can share it. A sample of the rewards tells a window of
// keys around the worst elite's; one pass over all rewards counts those before the window and lists those in it, a
// second writes the elites. If the sample misled, the window is opened.
class Selecting {
public:
    // Rewards of a block: small enough for lanes to share a search evenly.
    static constexpr int32_t kBlock = 8192;

    Selecting(const float* rewards, int32_t active, int32_t sense, int32_t wanted)
        : rewards_(rewards), active_(active), sense_(sense), wanted_(std::clamp(wanted, 1, std::max(active, 1))) {
        blocks_.resize((static_cast<int64_t>(active) + kBlock - 1) / kBlock);
        narrow_window();
    }

    int64_t blocks() const { return static_cast<int64_t>(blocks_.size()); }
    int32_t nans() const { return nans_; }
    int32_t numbers() const { return active_ - nans_; }
    bool all_equal() const { return least_ == greatest_; }

    void scan(int64_t block) {
        int32_t listed[kBlock + kListSlack];
        Block& result = blocks_[block];
        result.keys = scan_rewards(
                rewards_ + first(block), count(block), sense_, static_cast<int32_t>(first(block)), window_, listed);
        result.close.resize(result.keys.inside);
        for (int32_t i = 0; i < result.keys.inside; ++i) {
            result.close[i] =
                    individual_key(rewards_[listed[i]], sense_, static_cast<uint32_t>(listed[i]));
        }
    }

    // Joins the blocks after a scan. False where the window does not hold the worst elite: then another scan is due.
    bool join() {
        nans_ = 0;
        least_ = kNanKey;
        greatest_ = 0;
        int64_t before = 0;
        std::vector<uint64_t> close;
        for (const Block& block : blocks_) {
            nans_ += block.keys.nans;
            least_ = std::min(least_, block.keys.least);
            greatest_ = std::max(greatest_, block.keys.greatest);
            before += block.keys.before;
            close.insert(close.end(), block.close.begin(), block.close.end());
        }
        if (numbers() == 0) {
            return true;
        }
        int64_t place = std::min(wanted_, numbers()) - before;
        if (place < 1 || place > static_cast<int64_t>(close.size())) {
            window_ = {};
            return false;
        }
        std::nth_element(close.begin(), close.begin() + (place - 1), close.end());
        worst_ = close[place - 1];
        return true;
    }

    // The elite that comes last.
    int32_t worst() const { return static_cast<int32_t>(worst_ & 0xFFFFFFFFu); }

    // The individual that comes first.
    int32_t best() const {
        int64_t block = 0;
        while (blocks_[block].keys.least != least_) {
            ++block;
        }
        std::vector<uint32_t> keys(count(block));
        reward_keys(rewards_ + first(block), count(block), sense_, keys.data());
        return static_cast<int32_t>(first(block) + (std::ranges::find(keys, least_) - keys.begin()));
    }

    // Decides where each block writes its elites: those up to the worst one, or all that are as good as it too.
    // Returns their number.
    int32_t place_blocks(bool with_equals) {
        bound_ = with_equals ? worst_ | 0xFFFFFFFFu : worst_;
        int32_t place = 0;
        for (Block& block : blocks_) {
            block.place = place;
            auto good = std::ranges::count_if(block.close, [&](uint64_t key) { return key <= bound_; });
            place += block.keys.before + static_cast<int32_t>(good);
        }
        return place;
    }

    void list(int64_t block, int32_t* elites) const {
        auto key = static_cast<uint32_t>(bound_ >> 32);
        // Up to the worst elite's index its equals are elites too, behind it they are not.
        int64_t last = static_cast<int64_t>(bound_ & 0xFFFFFFFFu) - first(block);
        auto with_equals = static_cast<int32_t>(std::clamp<int64_t>(last + 1, 0, count(block)));
        auto index = static_cast<int32_t>(first(block));
        const float* rewards = rewards_ + first(block);
        int32_t listed[kBlock + kListSlack];
        int32_t length = list_up_to(rewards, with_equals, sense_, key, index, listed);
        length += list_up_to(
                rewards + with_equals, count(block) - with_equals, sense_, key - 1, index + with_equals,
                listed + length);
        std::copy(listed, listed + length, elites + blocks_[block].place);
    }

private:
    struct Block {
        BlockKeys keys;
        std::vector<uint64_t> close;  // individual_key of those in the window
        int32_t place = 0;            // of its elites among all
    };

    int64_t first(int64_t block) const { return block * kBlock; }
    int32_t count(int64_t block) const {
        return static_cast<int32_t>(std::min<int64_t>(kBlock, active_ - first(block)));
    }

    void narrow_window() {
        // Whole cache lines, evenly spread; an eighth of the rewards, until more would not narrow the window by much.
        constexpr int32_t kLine = 16;
        int32_t lines = std::min(active_ / (8 * kLine), 1024);
        int32_t size = lines * kLine;
        if (size < 512) {
            return;
        }
        std::vector<uint32_t> sample(size);
        int64_t stride = active_ / lines;
        for (int32_t line = 0; line < lines; ++line) {
            reward_keys(rewards_ + line * stride, kLine, sense_, sample.data() + line * kLine);
        }
        double share = static_cast<double>(wanted_) / active_;
        // Four standard deviations of the place of a quantile in a sample.
        double margin = 4 * std::sqrt(size * share * (1 - share)) + kLine;
        auto low = static_cast<int64_t>(size * share - margin);
        auto high = static_cast<int64_t>(size * share + margin);
        auto key_at = [&](int64_t place) {
            std::nth_element(sample.begin(), sample.begin() + place, sample.end());
            return sample[place];
        };
        uint32_t low_key = low > 0 ? key_at(low) : 0;
        // With so many NaN that they stand there, the window stays open.
        if (low_key < kNanKey) {
            window_.low = low_key;
            window_.high = high < size ? std::min(key_at(high), kNanKey - 1) : kNanKey - 1;
        }
    }

    const float* rewards_;
    int32_t active_, sense_, wanted_;
    KeyWindow window_;
    std::vector<Block> blocks_;
    int32_t nans_ = 0;
    uint32_t least_ = kNanKey, greatest_ = 0;
    uint64_t worst_ = 0, bound_ = 0;
};

class Select final : public PopulationOperation {
public:
    Select(const float* rewards, const int32_t* settings, int32_t* elites, int32_t* summary, float* threshold)
        : rewards_(rewards), settings_(settings), elites_(elites), summary_(summary), threshold_(threshold) {}

    void run(const Control&, const Population& population, Lanes& lanes) const override {
        // Waking the lanes for the blocks of a search pays where the blocks are many and the searches few.
        if (population.searches < lanes.count() && population.individuals >= 4 * Selecting::kBlock) {
            for (int64_t search = 0; search < population.searches; ++search) {
                select(search, population.individuals, [&](int64_t blocks, auto&& work) {
                    lanes.for_each(blocks, [&](int64_t block, Lane&) { work(block); });
                });
            }
        } else {
            lanes.for_each(population.searches, [&](int64_t search, Lane&) {
                select(search, population.individuals, [](int64_t blocks, auto&& work) {
                    for (int64_t block = 0; block < blocks; ++block) {
                        work(block);
                    }
                });
            });
        }
    }

private:
    template <typename ForEach>
    void select(int64_t search, int32_t individuals, ForEach&& for_each) const {
        const int32_t* settings = settings_ + search * kSettings;
        const float* rewards = rewards_ + search * individuals;
        int32_t* summary = summary_ + search * kSummary;
        // Settings are data of the device: what is out of range must not lead out of the buffers.
        int32_t active = std::clamp(settings[kActive], 0, individuals);
        Selecting selecting(rewards, active, settings[kSense], settings[kElites]);
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
        summary[kCount] = selecting.place_blocks(settings[kRule] != 0);
        int32_t* elites = elites_ + search * individuals;
        for_each(selecting.blocks(), [&](int64_t block) { selecting.list(block, elites); });
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
