// The calls of cuBLAS that our code binds. Products are enqueued on the handle's stream, so captures record them.
#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <mutex>
#include <set>

#include "cublas/product.hpp"

// Of the emulated driver.
extern "C" int emulator_enqueue(void* stream, void (*run)(const void*), const void* arguments, size_t bytes);

#define CALL extern "C" __attribute__((visibility("default"))) int

namespace {

using namespace emulated_cublas;

constexpr int success = 0;
constexpr int not_initialised = 1;
constexpr int invalid_value = 7;
constexpr int execution_failed = 13;
constexpr int not_supported = 15;

// Computations in float32; TF32's is as exact here.
constexpr int compute_float32 = 68;
constexpr int compute_float32_pedantic = 69;
constexpr int compute_tf32 = 77;

struct Library {
    std::mutex mutex;
    std::set<void*> handles;
};

struct Handle {
    void* stream = nullptr;
};

Library& library() {
    static Library& only = *new Library;
    return only;
}

bool is_handle(void* handle) {
    const std::lock_guard lock(library().mutex);
    return library().handles.contains(handle);
}

// A matrix's columns are at least as far apart as they are long, op or not.
bool fits(const Matrix& matrix, int rows, int columns) {
    return matrix.leading >= std::max(1, matrix.transposed ? columns : rows);
}

int enqueue(void* handle, const Product& product) {
    if (!is_handle(handle)) {
        return not_initialised;
    }
    if (product.rows < 0 || product.columns < 0 || product.depth < 0 || product.batch < 0
            || !fits(product.a, product.rows, product.depth) || !fits(product.b, product.depth, product.columns)
            || !fits(product.c, product.rows, product.columns)) {
        return invalid_value;
    }
    if (product.rows == 0 || product.columns == 0 || product.batch == 0) {
        return success;
    }
    const int result = emulator_enqueue(static_cast<Handle*>(handle)->stream, multiply, &product, sizeof product);
    return result == 0 ? success : execution_failed;
}

Matrix matrix(const void* data, int leading, int operation, int type = float32, int64_t stride = 0) {
    return {const_cast<void*>(data), type, leading, operation != 0, stride};
}

bool is_known(std::initializer_list<int> types) {
    return std::all_of(types.begin(), types.end(), [](int type) { return type == float32 || type == bfloat16; });
}

}  // namespace

CALL cublasCreate_v2(void** handle) {
    if (handle == nullptr) {
        return invalid_value;
    }
    const std::lock_guard lock(library().mutex);
    *handle = new Handle;
    library().handles.insert(*handle);
    return success;
}

CALL cublasDestroy_v2(void* handle) {
    const std::lock_guard lock(library().mutex);
    if (library().handles.erase(handle) == 0) {
        return not_initialised;
    }
    delete static_cast<Handle*>(handle);
    return success;
}

CALL cublasGetVersion_v2(void* handle, int* version) {
    if (version == nullptr) {
        return invalid_value;
    }
    *version = ELITES_CUBLAS_VERSION;
    return handle == nullptr || is_handle(handle) ? success : not_initialised;
}

CALL cublasSetStream_v2(void* handle, void* stream) {
    if (!is_handle(handle)) {
        return not_initialised;
    }
    static_cast<Handle*>(handle)->stream = stream;
    return success;
}

CALL cublasSetWorkspace_v2(void* handle, void*, size_t) {
    return is_handle(handle) ? success : not_initialised;
}

CALL cublasSetMathMode(void* handle, int) {
    return is_handle(handle) ? success : not_initialised;
}

CALL cublasSgemm_v2(void* handle, int op_a, int op_b, int m, int n, int k, const float* alpha, const float* a, int lda,
                    const float* b, int ldb, const float* beta, float* c, int ldc) {
    if (alpha == nullptr || beta == nullptr) {
        return invalid_value;
    }
    return enqueue(handle, {m, n, k, 1, *alpha, *beta, matrix(a, lda, op_a), matrix(b, ldb, op_b),
                            matrix(c, ldc, 0), 0});
}

CALL cublasSgemmStridedBatched(void* handle, int op_a, int op_b, int m, int n, int k, const float* alpha,
                               const float* a, int lda, long long stride_a, const float* b, int ldb,
                               long long stride_b, const float* beta, float* c, int ldc, long long stride_c,
                               int batch) {
    if (alpha == nullptr || beta == nullptr) {
        return invalid_value;
    }
    return enqueue(handle, {m, n, k, batch, *alpha, *beta, matrix(a, lda, op_a, float32, stride_a),
                            matrix(b, ldb, op_b, float32, stride_b), matrix(c, ldc, 0, float32, stride_c), 0});
}

// The product of a matrix and its own transpose; only one half of C is written.
CALL cublasSsyrk_v2(void* handle, int part, int operation, int n, int k, const float* alpha, const float* a, int lda,
                    const float* beta, float* c, int ldc) {
    if (alpha == nullptr || beta == nullptr || part < 0 || part > 1) {
        return invalid_value;
    }
    return enqueue(handle, {n, n, k, 1, *alpha, *beta, matrix(a, lda, operation), matrix(a, lda, operation == 0),
                            matrix(c, ldc, 0), part + 1});
}

CALL cublasGemmEx(void* handle, int op_a, int op_b, int m, int n, int k, const void* alpha, const void* a, int type_a,
                  int lda, const void* b, int type_b, int ldb, const void* beta, void* c, int type_c, int ldc,
                  int compute, int) {
    if (alpha == nullptr || beta == nullptr) {
        return invalid_value;
    }
    if ((compute != compute_float32 && compute != compute_float32_pedantic && compute != compute_tf32)
            || !is_known({type_a, type_b, type_c})) {
        return not_supported;
    }
    return enqueue(handle, {m, n, k, 1, *static_cast<const float*>(alpha), *static_cast<const float*>(beta),
                            matrix(a, lda, op_a, type_a), matrix(b, ldb, op_b, type_b),
                            matrix(c, ldc, 0, type_c), 0});
}
