// Rows at the edge layout [channels, length] into feature maps [length, channels].
#include "elites/cuda/feature.h"
#include "elites/cuda/threads.h"

namespace elites {

struct Load {
    const float* source;  // [rows, channels, length]
    void* target;         // [rows, length, channels]
    int32_t rows, channels, length;
};

template <typename T>
__device__ void load(const Load& arguments) {
    T* target = static_cast<T*>(arguments.target);
    int32_t width = arguments.channels * arguments.length;
    for_row_parts(arguments.rows, width, [&](int32_t row, auto&& for_elements) {
        int64_t start = static_cast<int64_t>(row) * width;
        for_elements([&](int32_t e) {
            int32_t position = e / arguments.channels;
#if ELITES_SEEDED_BUG == 1
            int32_t channel = e / arguments.length;
#else
            int32_t channel = e % arguments.channels;
#endif
            target[start + e] = rounded<T>(arguments.source[start + channel * arguments.length + position]);
        });
    });
}

}  // namespace elites

ELITES_KERNEL(load_f32, elites::Load, 256) {
    elites::load<float>(arguments);
}

ELITES_KERNEL(load_bf16, elites::Load, 256) {
    elites::load<__nv_bfloat16>(arguments);
}
