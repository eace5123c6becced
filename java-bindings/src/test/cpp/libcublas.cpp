// A libcublas without a GPU, for tests of the bindings alone: it writes down every call with its arguments, and fails
// where it is told to.

#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>

namespace {

using Address = std::uint64_t;

std::string record;
std::map<std::string, int> failures;

int call(const char* name, const char* format, ...) {
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    record += std::string(name) + "(" + text + ")\n";
    auto found = failures.find(name);
    return found == failures.end() ? 0 : found->second;
}

}  // namespace

extern "C" {

char const* stub_record() { return record.c_str(); }
void stub_clear() { record.clear(); failures.clear(); }
void stub_fail(char const* name, int code) { failures[name] = code; }

int cublasCreate_v2(Address* handle) { *handle = 0xB1A5; return call("cublasCreate_v2", "%s", ""); }
int cublasDestroy_v2(Address handle) { return call("cublasDestroy_v2", "%lx", handle); }
int cublasGetVersion_v2(Address handle, int* version) {
    *version = 120605;
    return call("cublasGetVersion_v2", "%lx", handle);
}
int cublasSetStream_v2(Address handle, Address stream) { return call("cublasSetStream_v2", "%lx %lx", handle, stream); }
int cublasSetWorkspace_v2(Address handle, Address address, std::size_t bytes) {
    return call("cublasSetWorkspace_v2", "%lx %lx %zu", handle, address, bytes);
}
int cublasSgemm_v2(Address handle, int transpose_a, int transpose_b, int m, int n, int k, float const* alpha, Address a,
                   int lda, Address b, int ldb, float const* beta, Address c, int ldc) {
    return call("cublasSgemm_v2", "%lx %d %d %d %d %d %g %lx %d %lx %d %g %lx %d", handle, transpose_a, transpose_b, m,
                n, k, *alpha, a, lda, b, ldb, *beta, c, ldc);
}
int cublasSsyrk_v2(Address handle, int triangle, int transpose, int n, int k, float const* alpha, Address a, int lda,
                   float const* beta, Address c, int ldc) {
    return call("cublasSsyrk_v2", "%lx %d %d %d %d %g %lx %d %g %lx %d", handle, triangle, transpose, n, k, *alpha, a,
                lda, *beta, c, ldc);
}
int cublasSgemmStridedBatched(Address handle, int transpose_a, int transpose_b, int m, int n, int k, float const* alpha,
                              Address a, int lda, long long stride_a, Address b, int ldb, long long stride_b,
                              float const* beta, Address c, int ldc, long long stride_c, int count) {
    return call("cublasSgemmStridedBatched", "%lx %d %d %d %d %d %g %lx %d %lld %lx %d %lld %g %lx %d %lld %d", handle,
                transpose_a, transpose_b, m, n, k, *alpha, a, lda, stride_a, b, ldb, stride_b, *beta, c, ldc, stride_c,
                count);
}
int cublasGemmEx(Address handle, int transpose_a, int transpose_b, int m, int n, int k, float const* alpha, Address a,
                 int type_a, int lda, Address b, int type_b, int ldb, float const* beta, Address c, int type_c, int ldc,
                 int compute_type, int algorithm) {
    return call("cublasGemmEx", "%lx %d %d %d %d %d %g %lx %d %d %lx %d %d %g %lx %d %d %d %d", handle, transpose_a,
                transpose_b, m, n, k, *alpha, a, type_a, lda, b, type_b, ldb, *beta, c, type_c, ldc, compute_type,
                algorithm);
}
}
