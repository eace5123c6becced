// Linear attention of bfloat16 by products of bfloat16, two terms at once, where the processor has them: PairedAttention
// takes heads of 32 channels, which a register holds, and leaves the others to attend.cpp.
#pragma once

#include <cstdint>

#include "bfloat16.hpp"

namespace elites {

// Where a head of one individual begins in feature maps, and how far it is from one position to the next.
struct PairedHead {
    const Bfloat16* query;
    const Bfloat16* key;
    const Bfloat16* value;
    int64_t stride;
    Bfloat16* result;
    int64_t result_stride;
};

class PairedAttention {
public:
    static constexpr int32_t kWidth = 32;

    // Whether this library and this processor have it.
    static bool available();
    static int64_t scratch_floats(int32_t length);

    PairedAttention(int32_t length, float* scratch);

    // result = softmax over channels (q) / sqrt(kWidth) times the context (softmax over positions (k))^T v. Rounded to
    // bfloat16 are the exponentials, without what the two softmax divide by, and the context with its divisor. False, and
    // nothing is done, where numbers are not moderate. What lies `next` numbers on in the source is wanted soon.
    bool run(const PairedHead& head, int32_t next);

private:
    bool pack(const PairedHead& head, int32_t next);
    void pair_keys_and_values();
    void make_context();
    void weigh_queries();
    void make_result(Bfloat16* result, int64_t stride) const;

    int32_t length_, even_length_;
    // [even_length, kWidth]: as they are in the source, then queries as exponentials.
    Bfloat16 *queries_, *keys_, *values_;
    // [even_length / 2, kWidth, 2]: a channel of two positions side by side; keys as exponentials.
    Bfloat16 *key_pairs_, *value_pairs_;
    // [kWidth / 2, kWidth, 2]
    Bfloat16* context_;
    float* factors_;  // [kWidth], of the context's rows
    float* inverses_;  // [length], of the result's rows
};

}  // namespace elites
