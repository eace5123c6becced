// Rows at a given Euclidean length, a warp a row.
#include "elites/cuda/row_length.h"

namespace elites {

struct Rescale {
    const float* source;  // [rows, width]
    float* target;        // [rows, width]
    int32_t rows, width;
    float length;
};

constexpr double kShortest = 1e-30;

}  // namespace elites

ELITES_KERNEL(rescale, elites::Rescale, 256) {
    using namespace elites;
    int32_t width = arguments.width;
    for_warps(arguments.rows, [&](int64_t row) {
        const float* source = arguments.source + row * width;
        double length = length_of(source, width);
        // A row of zeros has no direction and stays. Not a maximum: NaN must stay NaN.
#if ELITES_SEEDED_BUG == 1
        double factor = arguments.length / (length > kShortest ? length : kShortest);
#else
        double factor = arguments.length / (length < kShortest ? kShortest : length);
#endif
        for (int32_t e = threadIdx.x % kWarp; e < width; e += kWarp) {
            arguments.target[row * width + e] = static_cast<float>(source[e] * factor);
        }
    });
}
