#include "run.hpp"

namespace {

struct Term {
    int32_t kind, offset, size;
};

struct Score {
    test::Chunk chunk;
    const float* samples;
    const Term* terms;
    const float* parameters;
    float* rewards;
    int32_t channels, length, count, columns;
};

struct Sample {
    const float* x;
    int channels, length;

    double at(int c, int l) const { return x[c * length + l]; }
    double distance(int l, const float* point) const {
        double square = 0;
        for (int c = 0; c < channels; ++c) {
            square += std::pow(at(c, l) - point[c], 2);
        }
        return std::sqrt(square);
    }
};

// By the formulas of RewardTerm.Kind, the weight first.
double term(int kind, const Sample& s, const float* p, int size) {
    double sum = 0;
    switch (kind) {
        case 0:
            return p[0] * s.distance(s.length - 1, p + 1);
        case 1:
            for (int e = 0; e < s.channels * s.length; ++e) {
                sum += std::pow(static_cast<double>(s.x[e]) - p[1 + e], 2);
            }
            return p[0] * sum;
        case 2:
            for (int e = 0; e < s.channels * s.length; ++e) {
                sum += static_cast<double>(s.x[e]) * p[1 + e];
            }
            return p[0] * sum;
        case 3:
            for (int ball = 1; ball < size; ball += s.channels + 1) {
                for (int l = 0; l < s.length; ++l) {
                    sum += std::fmax(0, p[ball + s.channels] - s.distance(l, p + ball));
                }
            }
            return p[0] * sum;
        default:
            for (int l = 0; l + 1 < s.length; ++l) {
                double square = 0;
                for (int c = 0; c < s.channels; ++c) {
                    square += std::pow(s.at(c, l + 1) - s.at(c, l), 2);
                }
                sum += std::sqrt(square);
            }
            return p[0] * sum;
    }
}

void check(const test::Part& part, int channels, int length) {
    test::Values values(17);
    const int width = channels * length;
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<float> samples(test::product(part.rows, width));
    harness::Buffer<Term> terms(5);
    const int sizes[] = {1 + channels, 1 + width, 1 + width, 1 + 2 * (channels + 1), 1};
    int columns = 0;
    for (size_t kind = 0; kind < 5; ++kind) {
        terms[kind] = {static_cast<int32_t>(kind), columns, sizes[kind]};
        columns += sizes[kind];
    }
    harness::Buffer<float> parameters(test::product(part.searches, columns));
    harness::Buffer<float> rewards(static_cast<size_t>(part.rows));
    values.fill(samples, -1, 1);
    values.fill(parameters, -1, 1);
    samples[samples.size() - 1] = part.rows > 1 ? test::kNan : 0;
    harness::same_for_every_geometry(
            "score", harness::any_threads,
            Score{part.chunk(control), samples.data(), terms.data(), parameters.data(), rewards.data(), channels,
                  length, 5, columns},
            {{"the rewards", rewards}});
    for (int row = 0; row < part.rows; ++row) {
        const size_t at = static_cast<size_t>(row);
        const Sample sample = {samples.data() + row * width, channels, length};
        double wanted = row == part.rows - 1 && part.rows > 1 ? test::kNan : 0;
        for (size_t kind = 0; kind < 5; ++kind) {
            wanted += term(terms[kind].kind, sample,
                           parameters.data() + part.search(row) * columns + terms[kind].offset, terms[kind].size);
        }
        test::expect_near("the reward of row", at, rewards[at], wanted, 2e-6 * (1 + std::fabs(wanted)));
    }
}

}  // namespace

KERNEL_CHECK(score) {
    for (const test::Part& part : test::parts) {
        check(part, 1, 1);
        check(part, 2, 5);
    }
}
