// Sums in eight strands, so that they fill vectors, which are joined in a fixed order.
#pragma once

#include <cstdint>

namespace elites {

constexpr int32_t kStrands = 8;

// add(sum, i) is the sum with term i; what does not fill the strands goes into the first.
template <typename Number, typename Add>
inline Number sum_in_strands(int32_t count, Add&& add) {
    Number s[kStrands] = {};
    int32_t whole = count / kStrands * kStrands;
    for (int32_t i = 0; i < whole; i += kStrands) {
        for (int32_t strand = 0; strand < kStrands; ++strand) {
            s[strand] = add(s[strand], i + strand);
        }
    }
    for (int32_t i = whole; i < count; ++i) {
        s[0] = add(s[0], i);
    }
    return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

}  // namespace elites
