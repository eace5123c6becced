// Formulas give each element of a vector, and of several vectors that take turns, the bits that they give a float; those
// for bfloat16 are as good as they say.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "coarse.hpp"
#include "elites/elementary.h"
#include "interleaved.hpp"

namespace {

using elites::kInterleaved;
using elites::kVector;

constexpr int kCount = 4 * kVector;
static_assert(kCount % (kInterleaved * kVector) == 0);

bool same(float a, float b) {
    return (std::isnan(a) && std::isnan(b)) || elites::bits_of(a) == elites::bits_of(b);
}

// Edges of the formulas' ranges first, then bits of every kind, then numbers up to 143.
void draw(float* x, std::mt19937& random, int round) {
    const float edges[] = {0.0f,   -0.0f,  NAN,    INFINITY, -INFINITY, 1e-45f, -1e-45f, 88.0f,
                           -87.0f, -87.5f, 88.5f,  20.0f,    -20.0f,    14.0f,  -100.0f, -100.5f};
    for (int i = 0; i < kCount; ++i) {
        uint32_t word = random();
        x[i] = round == 0 ? edges[i % 16]
                : round % 2 == 0 ? elites::float_of(word)
                                 : static_cast<float>(static_cast<int32_t>(word)) / 1.5e7f;
    }
}

template <typename Formula>
void should_give_the_bits_of_a_float(const char* what, Formula formula) {
    std::mt19937 random(7);
    float x[kCount], vectors[kCount], interleaved[kCount];
    for (int round = 0; round < 20000; ++round) {
        draw(x, random, round);
        for (int i = 0; i < kCount; i += kVector) {
            store(vectors + i, formula(elites::load(x + i)));
        }
        for (int i = 0; i < kCount; i += kInterleaved * kVector) {
            store(interleaved + i, formula(elites::load_many(x + i)));
        }
        for (int i = 0; i < kCount; ++i) {
            float alone = formula(x[i]);
            if (!same(alone, vectors[i]) || !same(alone, interleaved[i])) {
                std::fprintf(stderr, "failed: %s(%a) is %a, %a in a vector, %a in several\n", what, x[i], alone,
                             vectors[i], interleaved[i]);
                std::exit(1);
            }
        }
    }
}

void fail(const char* what, double x, double got, double expected) {
    std::fprintf(stderr, "failed: %s(%a) is %a instead of %a\n", what, x, got, expected);
    std::exit(1);
}

// Within 2^-13 of what a formula in double precision gives, for numbers spread over [low, high], or within `least`.
template <typename Formula, typename Expected>
void should_be_close(const char* what, float low, float high, double least, Formula formula, Expected expected) {
    constexpr int kSteps = 1000000;
    for (int i = 0; i <= kSteps; ++i) {
        float x = low + (high - low) * (static_cast<float>(i) / kSteps);
        double wanted = expected(static_cast<double>(x));
        double got = formula(x);
        if (!(std::abs(got - wanted) <= std::max(std::ldexp(std::abs(wanted), -13), least))) {
            fail(what, x, got, wanted);
        }
    }
}

void coarse_functions_should_be_good_enough_for_bfloat16() {
    auto silu = [](double x) { return x / (1 + std::exp(-x)); };
    should_be_close(
            "coarse_exponential", -86, 86, 0, [](float x) { return elites::coarse_exponential(x); },
            [](double x) { return std::exp(x); });
    should_be_close(
            "coarse_reciprocal", 1, 1000, 0, [](float x) { return elites::coarse_reciprocal(x); },
            [](double x) { return 1 / x; });
    should_be_close("coarse_silu", -79, 100, 0, [](float x) { return elites::coarse_silu(x); }, silu);
    should_be_close("coarse_silu", -1e38f, 1e38f, 2e-33, [](float x) { return elites::coarse_silu(x); }, silu);
    if (!(elites::coarse_silu(INFINITY) == INFINITY) || !std::isnan(elites::coarse_silu(NAN)) ||
        !(std::abs(elites::coarse_silu(-INFINITY)) < 2e-33f) ||
        elites::bits_of(elites::coarse_silu(-0.0f)) != 0x80000000u) {
        fail("coarse_silu", 0, elites::coarse_silu(-0.0f), 0);
    }
}

void sums_of_vectors_should_be_those_of_each() {
    std::mt19937 random(9);
    for (int round = 0; round < 1000; ++round) {
        elites::Floats16 vectors[kVector];
        for (elites::Floats16& vector : vectors) {
            float x[kVector];
            for (float& number : x) {
                number = static_cast<float>(static_cast<int32_t>(random())) * (random() % 3 == 0 ? 1e-9f : 1.0f);
            }
            vector = elites::load(x);
        }
        float sums[kVector];
        store(sums, sums_of(vectors));
        for (int i = 0; i < kVector; ++i) {
            if (!same(sums[i], sum_of(vectors[i]))) {
                fail("sums_of", i, sums[i], sum_of(vectors[i]));
            }
        }
    }
}

}  // namespace

int main() {
    should_give_the_bits_of_a_float("exponential", [](auto x) { return elites::exponential(x); });
    should_give_the_bits_of_a_float("silu", [](auto x) { return elites::silu(x); });
    should_give_the_bits_of_a_float("mish", [](auto x) { return elites::mish(x); });
    should_give_the_bits_of_a_float("gelu", [](auto x) { return elites::gelu(x); });
    should_give_the_bits_of_a_float("coarse_silu", [](auto x) { return elites::coarse_silu(x); });
    coarse_functions_should_be_good_enough_for_bfloat16();
    sums_of_vectors_should_be_those_of_each();
    std::puts("7 passed, 0 failed");
    return 0;
}
