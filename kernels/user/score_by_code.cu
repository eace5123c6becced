// The kernel around a reward that a user wrote in CUDA C++:
//
//     __device__ float reward(const float* x, int channels, int length, const float* parameters)
//
// x [channels, length] is a sample, row-major, and parameters those of its search; the result is its reward, NaN for
// none. One thread calls it for one sample, and nobody else works on that sample: no barriers, no shared memory.
//
// This text is compiled when a program needs it; the user's file is its header reward.cu. A ready image, PTX or cubin,
// must hold a kernel of this name with this one parameter; it is launched in blocks of 256 threads in one dimension,
// with any number of blocks, and must write rewards [rows].
#include "reward.cu"

namespace elites_user {

struct ScoreByCode {
    // What other kernels are told, too: of these a reward needs the rows only.
    const void* control;
    int first_search, first_individual;  // of the first row
    int rows, individuals;               // of this launch; of a search
    const float* samples;                // [rows, channels, length]
    const float* parameters;             // [searches, columns]
    float* rewards;                      // [rows]
    int channels, length, columns;
};

}  // namespace elites_user

#if !defined(ELITES_KERNEL)
#define ELITES_KERNEL(name, Arguments, threads) \
    extern "C" __global__ void __launch_bounds__(threads) name(const Arguments arguments)
#endif

ELITES_KERNEL(score_by_code, elites_user::ScoreByCode, 256) {
    const long long width = static_cast<long long>(arguments.channels) * arguments.length;
    const int step = static_cast<int>(gridDim.x * blockDim.x);
    for (long long row = blockIdx.x * blockDim.x + threadIdx.x; row < arguments.rows; row += step) {
        const long long search = arguments.first_search + (arguments.first_individual + row) / arguments.individuals;
        arguments.rewards[row] =
                reward(arguments.samples + row * width, arguments.channels, arguments.length,
                       arguments.parameters + search * arguments.columns);
    }
}
