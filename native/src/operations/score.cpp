// Built-in rewards.
#include "individual.hpp"

namespace elites {

namespace {

class Score final : public IndividualOperation {
public:
    Score(elites_operand samples, int32_t channels, int32_t length, std::vector<RewardTerm> terms,
          const float* parameters, int32_t columns, float* rewards)
        : samples_(samples),
          channels_(channels),
          length_(length),
          terms_(std::move(terms)),
          parameters_(parameters),
          columns_(columns),
          rewards_(rewards) {}

    void run(const Chunk& chunk) const override {
        int64_t width = static_cast<int64_t>(channels_) * length_;
        const float* samples = chunk.rows_of(samples_, width);
        for (int32_t r = 0; r < chunk.rows; ++r) {
            int64_t row = chunk.first_row + r;
            const float* parameters = parameters_ + row / chunk.population.individuals * columns_;
            double sum = 0;
            for (const RewardTerm& term : terms_) {
                sum += reward_term(term, samples + r * width, channels_, length_, parameters);
            }
            rewards_[row] = static_cast<float>(sum);
        }
    }

private:
    elites_operand samples_;
    int32_t channels_, length_;
    std::vector<RewardTerm> terms_;
    const float* parameters_;
    int32_t columns_;
    float* rewards_;
};

}  // namespace

IndividualPointer make_score(
        elites_operand samples, int32_t channels, int32_t length, std::vector<RewardTerm> terms,
        const float* parameters, int32_t columns, float* rewards) {
    return std::make_unique<Score>(samples, channels, length, std::move(terms), parameters, columns, rewards);
}

}  // namespace elites
