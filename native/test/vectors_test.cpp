// Formulas of the shared headers give each element of a vector, and of several vectors that take turns, the bits that they
// give a float.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

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

}  // namespace

int main() {
    should_give_the_bits_of_a_float("exponential", [](auto x) { return elites::exponential(x); });
    should_give_the_bits_of_a_float("silu", [](auto x) { return elites::silu(x); });
    should_give_the_bits_of_a_float("mish", [](auto x) { return elites::mish(x); });
    should_give_the_bits_of_a_float("gelu", [](auto x) { return elites::gelu(x); });
    std::puts("4 passed, 0 failed");
    return 0;
}
