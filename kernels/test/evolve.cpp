#include <algorithm>

#include "noise.hpp"
#include "run.hpp"

namespace {

struct Evolve {
    const test::Control* control;
    const float* rows;
    const float* log_fitness;
    const int32_t* settings;
    const float* table;
    const int32_t* search_ids;
    float* target;
    float* sample_sizes;
    float* log_weight;
    double* block_sums;
    double* centre;
    float* tops;
    double* sums;
    double* squares;
    int32_t searches, individuals, width, steps;
    int32_t blocks;
};

// sqrt(a), sqrt(1 - a), sqrt(a'), sqrt(1 - a' - s^2) and s.
constexpr double signal = 0.8;
constexpr double deviation = 0.6;
constexpr double next_signal = 0.9;
constexpr double next_direction = 0.3;
constexpr double next_noise = 0.2;

struct Population {
    const float* rows;
    std::vector<double> log_weight;
    int individuals, width, active;

    // The weighted mean of where others are, and the weights' sum of squares relative to their sum.
    std::vector<double> estimate(int i, double& size) const {
        std::vector<double> logits;
        for (int j = 0; j < individuals; ++j) {
            double square = 0;
            for (int e = 0; e < width; ++e) {
                square += std::pow(rows[i * width + e] - signal * rows[j * width + e], 2);
            }
            logits.push_back(std::isinf(log_weight[static_cast<size_t>(j)])
                                     ? -INFINITY
                                     : log_weight[static_cast<size_t>(j)] - square / (2 * deviation * deviation));
        }
        const double top = *std::max_element(logits.begin(), logits.end());
        double sum = 0;
        double squares = 0;
        std::vector<double> mean(static_cast<size_t>(width), 0.0);
        for (int j = 0; j < individuals; ++j) {
            const double weight = std::exp(logits[static_cast<size_t>(j)] - top);
            sum += weight;
            squares += weight * weight;
            for (int e = 0; e < width && weight > 0; ++e) {
                mean[static_cast<size_t>(e)] += weight * rows[j * width + e];
            }
        }
        size = sum * sum / squares;
        for (double& value : mean) {
            value /= sum;
        }
        return mean;
    }
};

void launch_all(const Evolve& a, harness::Buffer<float>& log_weight, harness::Buffer<double>& block_sums,
                harness::Buffer<double>& centre, harness::Buffer<float>& tops, harness::Buffer<double>& sums,
                harness::Buffer<double>& squares, harness::Buffer<float>& target, harness::Buffer<float>& sizes) {
    harness::same_for_every_geometry("evolve_weights", harness::whole_warps, a, {{"the weights", log_weight}});
    harness::same_for_every_geometry("evolve_block_sums", harness::any_threads, a, {{"the sums", block_sums}});
    harness::same_for_every_geometry("evolve_centre", harness::any_threads, a, {{"the centre", centre}});
    harness::same_for_every_geometry(
            "evolve_sums", harness::blocks_of_256, a,
            {{"the largest logits", tops}, {"the sums", sums}, {"the squares", squares}});
    harness::same_for_every_geometry("evolve_move", harness::blocks_of_256, a, {{"the target", target}});
    harness::same_for_every_geometry("evolve_sample_sizes", harness::any_threads, a, {{"the sample sizes", sizes}});
}

// Of the first search not all are active, one has no fitness and one is not finite; the last has nobody with fitness.
void check(int searches, int individuals, int width) {
    constexpr int steps = 9;
    test::Values values(41);
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<float> rows(test::product(searches, individuals, width));
    harness::Buffer<float> log_fitness(test::product(searches, individuals));
    harness::Buffer<int32_t> settings(test::product(searches, 4), 0);
    harness::Buffer<float> table(test::product(searches, steps, 5));
    harness::Buffer<int32_t> ids(static_cast<size_t>(searches));
    harness::Buffer<float> target(rows.size());
    harness::Buffer<float> sizes(test::product(searches, 2));
    harness::Buffer<float> log_weight(log_fitness.size());
    harness::Buffer<double> block_sums(test::product(searches, width));
    harness::Buffer<double> centre(block_sums.size());
    harness::Buffer<float> tops(log_fitness.size());
    harness::Buffer<double> sums(log_fitness.size());
    harness::Buffer<double> squares(log_fitness.size());
    values.fill(rows, 0.5f, 1.5f);
    values.fill(log_fitness, -3, 0);
    if (individuals > 3) {
        log_fitness[1] = -test::kInfinity;
        rows[test::product(2, width)] = test::kNan;
    }
    std::vector<Population> populations;
    for (int search = 0; search < searches; ++search) {
        const size_t s = static_cast<size_t>(search);
        const int active = search == 0 ? individuals - individuals / 4 : individuals;
        settings[4 * s] = search == 0 ? active : individuals + 77;
        ids[s] = values.below(1 << 24);
        for (size_t column = 0; column < 5; ++column) {
            const double coefficients[] = {signal, deviation, next_signal, next_direction, next_noise};
            table[(s * steps + control[0].generation) * 5 + column] = static_cast<float>(coefficients[column]);
        }
        Population population = {rows.data() + search * individuals * width, {}, individuals, width, active};
        for (int i = 0; i < individuals; ++i) {
            const size_t row = test::product(search, individuals) + static_cast<size_t>(i);
            log_fitness[row] = searches > 1 && search == searches - 1 ? -test::kInfinity : log_fitness[row];
            const bool has = i < active && !std::isnan(rows[row * static_cast<size_t>(width)]);
            population.log_weight.push_back(has ? log_fitness[row] : -INFINITY);
        }
        populations.push_back(population);
    }
    const Evolve arguments = {
            control.data(), rows.data(),       log_fitness.data(), settings.data(), table.data(),
            ids.data(),     target.data(),     sizes.data(),       log_weight.data(), block_sums.data(),
            centre.data(),  tops.data(),       sums.data(),        squares.data(),  searches,
            individuals,    width,             steps,              1};
    test::expect_nothing_if_stopped("evolve_weights", control, 256, arguments, {"the weights", log_weight});
    test::expect_nothing_if_stopped("evolve_block_sums", control, 256, arguments, {"the sums", block_sums});
    test::expect_nothing_if_stopped("evolve_centre", control, 256, arguments, {"the centre", centre});
    test::expect_nothing_if_stopped("evolve_sums", control, 256, arguments, {"the largest logits", tops});
    test::expect_nothing_if_stopped("evolve_move", control, 256, arguments, {"the target", target});
    test::expect_nothing_if_stopped("evolve_sample_sizes", control, 256, arguments, {"the sample sizes", sizes});
    launch_all(arguments, log_weight, block_sums, centre, tops, sums, squares, target, sizes);
    for (int search = 0; search < searches; ++search) {
        const Population& population = populations[static_cast<size_t>(search)];
        const bool somebody = searches == 1 || search < searches - 1;
        double mean = 0;
        double least = INFINITY;
        int finite = 0;
        for (int i = 0; i < individuals; ++i) {
            double size = NAN;
            const std::vector<double> estimate = population.estimate(i, size);
            const bool moves = somebody && i < population.active;
            if (moves && std::isfinite(size)) {
                mean += size;
                least = std::min(least, size);
                ++finite;
            }
            const test::Place place = {control[0].seed, i, control[0].generation, 0,
                                       ids[static_cast<size_t>(search)], test::kEvolutions};
            for (int e = 0; e < width; ++e) {
                const double x = population.rows[i * width + e];
                const double x0 = estimate[static_cast<size_t>(e)];
                const double moved = next_signal * x0 + next_direction * (x - signal * x0) / deviation
                        + next_noise * test::normal(place, e);
                const bool broken = std::isnan(population.rows[i * width]);
                const size_t at = test::product(search * individuals + i, width) + static_cast<size_t>(e);
                test::expect_near("element", at, target[at], !moves ? x : broken ? NAN : moved, 1e-4);
            }
        }
        const size_t of = test::product(search, 2);
        test::expect_near("the mean sample size of search", of / 2, sizes[of], somebody ? mean / finite : 0, 1e-3);
        test::expect_near("the least sample size of search", of / 2, sizes[of + 1], somebody ? least : 0, 1e-3);
    }
}

}  // namespace

KERNEL_CHECK(evolve) {
    check(1, 1, 1);
    check(2, 18, 5);
    check(1, 67, 34);
}
