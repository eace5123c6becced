#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "driver.hpp"

extern "C" {
int cublasCreate_v2(Handle*);
int cublasDestroy_v2(Handle);
int cublasSetStream_v2(Handle, Handle);
int cublasSgemm_v2(Handle, int, int, int, int, int, const float*, const float*, int, const float*, int, const float*,
                   float*, int);
int cublasSgemmStridedBatched(Handle, int, int, int, int, int, const float*, const float*, int, long long, const float*,
                              int, long long, const float*, float*, int, long long, int);
int cublasSsyrk_v2(Handle, int, int, int, int, const float*, const float*, int, const float*, float*, int);
int cublasGemmEx(Handle, int, int, int, int, int, const void*, const void*, int, int, const void*, int, int,
                 const void*, void*, int, int, int, int);
}

using namespace driver;

namespace {

constexpr float one = 1.0f;
constexpr float none = 0.0f;

// Columns one after the other.
Pointer on_device(const std::vector<float>& values) {
    const Pointer memory = device_memory(values.size() * sizeof(float));
    OK(cuMemcpyHtoD_v2(memory, values.data(), values.size() * sizeof(float)));
    return memory;
}

const float* at(Pointer memory) {
    return reinterpret_cast<const float*>(memory);
}

float* written(Pointer memory) {
    return reinterpret_cast<float*>(memory);
}

void expect_values(Pointer memory, const std::vector<float>& wanted, const char* what) {
    OK(cuCtxSynchronize());
    std::vector<float> got(wanted.size());
    OK(cuMemcpyDtoH_v2(got.data(), memory, got.size() * sizeof(float)));
    for (size_t index = 0; index < got.size(); ++index) {
        const bool same = got[index] == wanted[index] || (std::isnan(got[index]) && std::isnan(wanted[index]));
        harness::expect(same, std::string(what) + ": element " + std::to_string(index) + " is "
                + std::to_string(got[index]) + ", not " + std::to_string(wanted[index]));
    }
}

}  // namespace

KERNEL_CHECK(products_are_column_major) {
    const Session session;
    Handle handle = nullptr;
    OK(cublasCreate_v2(&handle));
    // 2 x 3 and 3 x 2.
    const Pointer a = on_device({1, 2, 3, 4, 5, 6});
    const Pointer b = on_device({1, 0, 2, 0, 1, 3});
    const Pointer c = device_memory(4 * sizeof(float));
    // C is NaN at first, which a beta of 0 must not read.
    OK(cublasSgemm_v2(handle, 0, 0, 2, 2, 3, &one, at(a), 2, at(b), 3, &none, written(c), 2));
    expect_values(c, {11, 14, 18, 22}, "A B");
    OK(cublasSgemm_v2(handle, 1, 1, 2, 2, 3, &one, at(b), 3, at(a), 2, &one, written(c), 2));
    expect_values(c, {22, 32, 32, 44}, "A B + (A B)^T");
    REFUSED(7, cublasSgemm_v2(handle, 0, 0, 2, 2, 3, &one, at(a), 1, at(b), 3, &none, written(c), 2));
    OK(cublasDestroy_v2(handle));
    REFUSED(1, cublasDestroy_v2(handle));
    REFUSED(1, cublasSgemm_v2(handle, 0, 0, 2, 2, 3, &one, at(a), 2, at(b), 3, &none, written(c), 2));
}

KERNEL_CHECK(half_of_a_symmetric_product_is_written) {
    const Session session;
    Handle handle = nullptr;
    OK(cublasCreate_v2(&handle));
    const Pointer a = on_device({1, 2, 3, 4});
    const Pointer lower = device_memory(4 * sizeof(float));
    const Pointer upper = device_memory(4 * sizeof(float));
    OK(cublasSsyrk_v2(handle, 0, 0, 2, 2, &one, at(a), 2, &none, written(lower), 2));
    OK(cublasSsyrk_v2(handle, 1, 1, 2, 2, &one, at(a), 2, &none, written(upper), 2));
    const float nan = std::numeric_limits<float>::quiet_NaN();
    expect_values(lower, {10, 14, nan, 20}, "the lower half of A A^T");
    expect_values(upper, {5, nan, 11, 25}, "the upper half of A^T A");
    OK(cublasDestroy_v2(handle));
}

KERNEL_CHECK(batches_and_bfloat16_are_products_too) {
    const Session session;
    Handle handle = nullptr;
    OK(cublasCreate_v2(&handle));
    const Pointer a = on_device({2, 3});
    const Pointer b = on_device({5, 7});
    const Pointer c = device_memory(2 * sizeof(float));
    OK(cublasSgemmStridedBatched(handle, 0, 0, 1, 1, 1, &one, at(a), 1, 1, at(b), 1, 1, &none, written(c), 1, 1, 2));
    expect_values(c, {10, 21}, "a batch");
    // 1.5 and -2 in bfloat16: the upper halves of their bits.
    const uint16_t pair[] = {0x3fc0, 0xc000};
    const Pointer low = device_memory(sizeof pair);
    OK(cuMemcpyHtoD_v2(low, pair, sizeof pair));
    constexpr int bfloat16 = 14;
    constexpr int compute_float32 = 68;
    OK(cublasGemmEx(handle, 1, 0, 1, 1, 2, &one, at(low), bfloat16, 2, at(low), bfloat16, 2, &none, written(c), 0, 1,
                    compute_float32, -1));
    expect_values(c, {6.25f, 21}, "a product of bfloat16");
    REFUSED(15, cublasGemmEx(handle, 1, 0, 1, 1, 2, &one, at(low), 2, 2, at(low), 2, 2, &none, written(c), 0, 1,
                             compute_float32, -1));
    OK(cublasDestroy_v2(handle));
}

KERNEL_CHECK(products_are_captured_and_fault_as_kernels_do) {
    const Session session;
    Handle handle = nullptr;
    const Handle own = stream();
    OK(cublasCreate_v2(&handle));
    OK(cublasSetStream_v2(handle, own));
    const Pointer a = on_device({2});
    const Pointer c = device_memory(sizeof(float));
    OK(cuStreamBeginCapture_v2(own, 1));
    OK(cublasSgemm_v2(handle, 0, 0, 1, 1, 1, &one, at(a), 1, at(a), 1, &none, written(c), 1));
    Handle graph = nullptr;
    Handle executable = nullptr;
    OK(cuStreamEndCapture(own, &graph));
    OK(cuGraphInstantiateWithFlags(&executable, graph, 0));
    expect_values(c, {std::numeric_limits<float>::quiet_NaN()}, "a captured product");
    OK(cuGraphLaunch(executable, own));
    expect_values(c, {4}, "a launched product");
    OK(cublasSgemm_v2(handle, 0, 0, 2, 2, 2, &one, at(a), 2, at(a), 2, &none, written(c), 2));
    REFUSED(700, cuStreamSynchronize(own));
    OK(cublasDestroy_v2(handle));
}
