// Known answers of the shared headers, and their tails.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>

#include "elites/elementary.h"
#include "elites/evolution.h"
#include "elites/mixture.h"
#include "elites/normal.h"
#include "elites/reward.h"
#include "elites/sampler.h"

namespace {

void expect(bool condition, const char* what) {
    if (!condition) {
        std::fprintf(stderr, "failed: %s\n", what);
        std::exit(1);
    }
}

// The vectors of Random123, tests/kat_vectors, philox4x32 with 10 rounds.
void should_give_the_known_answers_of_philox() {
    struct Answer {
        elites::Words4 counter;
        uint32_t key0, key1;
        elites::Words4 words;
    };
    const Answer answers[] = {
            {{0, 0, 0, 0}, 0, 0, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
            {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
             0xffffffff,
             0xffffffff,
             {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
            {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
             0xa4093822,
             0x299f31d0,
             {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (const Answer& answer : answers) {
        elites::Words4 words = elites::philox4x32_10(answer.counter, answer.key0, answer.key1);
        expect(words.w0 == answer.words.w0 && words.w1 == answer.words.w1 && words.w2 == answer.words.w2
                       && words.w3 == answer.words.w3,
               "philox4x32-10 known answer");
    }
}

void should_stay_finite_at_both_ends_of_the_radius() {
    auto largest = elites::portable_normals(0, 0);
    expect(std::isfinite(largest.even) && largest.even > 6.7f && largest.even < 6.8f, "smallest uniform");
    auto zero = elites::portable_normals(0xffffffffu, 12345u);
    expect(zero.even == 0 && zero.odd == 0, "largest uniform");
}

void should_be_close_to_exact_logarithms_and_circles() {
    uint32_t word = 1;
    double worst_log = 0, worst_circle = 0;
    for (int i = 0; i < 2000000; ++i) {
        word = word * 1664525u + 1013904223u;
        float u = elites::fma_rn(static_cast<float>(word), 2.3283064365386963e-10f, 1.1641532182693481e-10f);
        double exact = std::log(static_cast<double>(u));
        double error = std::fabs(elites::portable_log(u) - exact);
        worst_log = std::fmax(worst_log, error / std::fmax(std::fabs(exact), 1e-30));
        double angle = 2 * M_PI * word / 4294967296.0;
        auto circle = elites::portable_sincos_turn(word);
        worst_circle = std::fmax(worst_circle, std::fabs(circle.sine - std::sin(angle)));
        worst_circle = std::fmax(worst_circle, std::fabs(circle.cosine - std::cos(angle)));
    }
    expect(worst_log < 2.5e-7, "logarithm");
    expect(worst_circle < 1.2e-7, "circle");
}

void should_choose_components_by_their_shares() {
    const float weights[] = {1, 0, 3, -1, NAN, INFINITY};
    expect(elites::mixture_component(0, weights, 6) == 0, "first component");
    expect(elites::mixture_component(0x3fffffffu, weights, 6) == 0, "end of the first component");
    expect(elites::mixture_component(0x40000000u, weights, 6) == 2, "component behind one of weight zero");
    expect(elites::mixture_component(0xffffffffu, weights, 6) == 2, "last word");
    expect(elites::mixture_component(0, weights + 1, 1) == -1, "no weight at all");
    // Thirds are not binary fractions: every word must still find a component that has weight.
    const float thirds[] = {0.1f, 0, 0.1f, 0, 0.1f, 0};
    for (uint32_t word = 0xffffffffu; word > 0xffff0000u; --word) {
        expect(elites::mixture_component(word, thirds, 6) == 4, "words near the end");
    }
}

void should_evolve_as_in_plain_coordinates() {
    elites::EvolutionCoefficients c = {0.6f, 0.8f, 0.7f, 0.5f, 0.1f};
    double x = 1.25, x0 = -0.5;
    double plain = c.next_signal * x0 + c.next_direction * (x - c.signal * x0) / c.deviation;
    for (double centre : {0.0, 3.0, -100.0}) {
        double next = elites::evolution_next(c, centre, x - c.signal * centre, x0 - centre);
        expect(std::fabs(next - plain) < 1e-12, "evolution about a centre");
    }
}

void should_activate_within_the_stated_errors() {
    double worst_silu = 0, worst_mish = 0, worst_gelu = 0, worst_tail = 0;
    for (double at = -30; at <= 30; at += 1.0 / 4096) {
        float x = static_cast<float>(at);
        double exact = static_cast<double>(x);
        double silu = exact / (1 + std::exp(-exact));
        worst_silu = std::fmax(worst_silu, std::fabs(elites::silu(x) - silu) / std::fmax(std::fabs(exact), 1e-30));
        double mish = exact * std::tanh(std::log1p(std::exp(exact)));
        worst_mish = std::fmax(worst_mish, std::fabs(elites::mish(x) - mish) / std::fmax(std::fabs(exact), 1e-30));
        double gelu = 0.5 * exact * std::erfc(-exact / std::sqrt(2.0));
        double error = std::fabs(elites::gelu(x) - gelu);
        worst_tail = std::fmax(worst_tail, x < 0 ? error : 0);
        worst_gelu = std::fmax(worst_gelu, error / std::fmax(std::fabs(exact), 1e-30));
    }
    std::printf(
            "largest errors: silu %.3g |x|, mish %.3g |x|, gelu %.3g |x|, gelu below 0 %.3g\n", worst_silu, worst_mish,
            worst_gelu, worst_tail);
    expect(worst_silu < 2.5e-7, "SiLU");
    expect(worst_mish < 2.5e-7, "mish");
    expect(worst_gelu < 2.5e-7, "gelu");
    expect(worst_tail < 1e-7, "gelu below zero");
    expect(std::isnan(elites::mish(NAN)) && std::isnan(elites::gelu(NAN)), "activations of NaN");
    expect(elites::gelu(INFINITY) == INFINITY && elites::mish(INFINITY) == INFINITY, "activations of infinity");
    expect(std::isnan(elites::silu(NAN)) && elites::silu(INFINITY) == INFINITY, "SiLU of NaN and of infinity");
    expect(std::fabs(elites::silu(-1e38f)) < 1e-30f && std::fabs(elites::silu(-INFINITY)) < 1e-30f, "SiLU far below");
    expect(std::fabs(elites::gelu(-INFINITY)) < 1e-30f, "gelu of minus infinity");
    expect(std::fabs(elites::mish(-INFINITY)) < 1e-30f, "mish of minus infinity");
}

}  // namespace

int main() {
    should_give_the_known_answers_of_philox();
    should_stay_finite_at_both_ends_of_the_radius();
    should_be_close_to_exact_logarithms_and_circles();
    should_choose_components_by_their_shares();
    should_evolve_as_in_plain_coordinates();
    should_activate_within_the_stated_errors();
    std::puts("6 passed, 0 failed");
    return 0;
}
