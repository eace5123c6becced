// A product of matrices by tiles in dynamic shared memory.
#include "elites/cuda/kernel.h"
#include "kernels/tiled_product.h"

ELITES_KERNEL(tiled_product, TiledProduct, 64) {
    constexpr int side = 8;
    float* a = reinterpret_cast<float*>(shared_bytes);
    float* b = a + side * side;
    const int y = static_cast<int>(threadIdx.y);
    const int x = static_cast<int>(threadIdx.x);
    const int row = static_cast<int>(blockIdx.y) * side + y;
    const int column = static_cast<int>(blockIdx.x) * side + x;
    float sum = 0.0f;
    for (int first = 0; first < arguments.depth; first += side) {
        const bool has_a = row < arguments.rows && first + x < arguments.depth;
        const bool has_b = column < arguments.columns && first + y < arguments.depth;
        a[y * side + x] = has_a ? arguments.a[row * arguments.depth + first + x] : 0.0f;
#if ELITES_SEEDED_BUG == 1
        constexpr int pitch = side + 1;
#else
        constexpr int pitch = side;
#endif
        b[y * pitch + x] = has_b ? arguments.b[(first + y) * arguments.columns + column] : 0.0f;
        __syncthreads();
        for (int step = 0; step < side; ++step) {
            sum = __fmaf_rn(a[y * side + step], b[step * pitch + x], sum);
        }
#if ELITES_SEEDED_BUG != 2
        __syncthreads();
#endif
    }
    if (row < arguments.rows && column < arguments.columns) {
        arguments.c[row * arguments.columns + column] = sum;
    }
}
