// Known answers of the shared headers, and their tails.
#include <cmath>
#include <cstdio>
#include <cstdlib>

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
    elites::Normals2 largest = elites::portable_normals(0, 0);
    expect(std::isfinite(largest.even) && largest.even > 6.7f && largest.even < 6.8f, "smallest uniform");
    elites::Normals2 zero = elites::portable_normals(0xffffffffu, 12345u);
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
        elites::SinCos circle = elites::portable_sincos_turn(word);
        worst_circle = std::fmax(worst_circle, std::fabs(circle.sine - std::sin(angle)));
        worst_circle = std::fmax(worst_circle, std::fabs(circle.cosine - std::cos(angle)));
    }
    expect(worst_log < 2.5e-7, "logarithm");
    expect(worst_circle < 1.2e-7, "circle");
}

}  // namespace

int main() {
    should_give_the_known_answers_of_philox();
    should_stay_finite_at_both_ends_of_the_radius();
    should_be_close_to_exact_logarithms_and_circles();
    std::puts("3 passed, 0 failed");
    return 0;
}
