// The channels of one feature map, then those of another.
#include "elites/cuda/feature.h"
#include "elites/cuda/threads.h"

namespace elites {

struct Concatenate {
    const void* first;   // [positions, first_channels]
    const void* second;  // [positions, second_channels]
    void* target;        // [positions, first_channels + second_channels]
    int64_t positions;   // of all rows
    int32_t first_channels, second_channels;
};

template <typename T>
__device__ void concatenate(const Concatenate& arguments) {
    const T* first = static_cast<const T*>(arguments.first);
    const T* second = static_cast<const T*>(arguments.second);
    T* target = static_cast<T*>(arguments.target);
    int32_t channels = arguments.first_channels + arguments.second_channels;
    for_items(arguments.positions * channels, [&](int64_t item) {
        int64_t position = item / channels;
        int32_t channel = static_cast<int32_t>(item % channels);
        int32_t of_second = channel - (ELITES_SEEDED_BUG != 1 ? arguments.first_channels : 0);
        target[item] = channel < arguments.first_channels
                ? first[position * arguments.first_channels + channel]
                : second[position * arguments.second_channels + of_second];
    });
}

}  // namespace elites

ELITES_KERNEL(concatenate_f32, elites::Concatenate, 256) {
    elites::concatenate<float>(arguments);
}

ELITES_KERNEL(concatenate_bf16, elites::Concatenate, 256) {
    elites::concatenate<__nv_bfloat16>(arguments);
}
