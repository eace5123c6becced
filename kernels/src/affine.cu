// y = shift + scale * x, each part of a row with a scale and a shift of its own.
#include "elites/cuda/threads.h"
#include "elites/portable.h"

namespace elites {

struct Affine {
    const float* source;  // [rows, width]
    float* target;        // [rows, width]
    const float* scale;   // [parts]
    const float* shift;   // [parts]
    int32_t rows, width, parts;
};

}  // namespace elites

ELITES_KERNEL(affine, elites::Affine, 256) {
    using namespace elites;
    int32_t share = arguments.width / arguments.parts;
    for_row_parts(arguments.rows, arguments.width, [&](int32_t row, auto&& for_elements) {
        int64_t start = static_cast<int64_t>(row) * arguments.width;
        for_elements([&](int32_t e) {
#if ELITES_SEEDED_BUG == 1
            int32_t part = e % share;
#else
            int32_t part = e / share;
#endif
            arguments.target[start + e] =
                    fma_rn(arguments.scale[part], arguments.source[start + e], arguments.shift[part]);
        });
    });
}
