package io.github.diffusionelites.cuda.blas.jcublas;

import io.github.diffusionelites.cuda.blas.Blas;
import io.github.diffusionelites.cuda.blas.BlasStatus;
import io.github.diffusionelites.cuda.jcuda.JCudaHandles;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasHandle;
import jcuda.runtime.cudaStream_t;

/** cuBLAS 12 through JCublas 12.6.0. */
final class JCublas implements Blas {

    JCublas() {
        JCublas2.setExceptionsEnabled(false);
    }

    private static cublasHandle handle(long handle) {
        return JCudaHandles.with(new cublasHandle(), handle);
    }

    private static Pointer address(long address) {
        return JCudaHandles.deviceAddress(address);
    }

    @Override
    public String binding() {
        return "jcublas";
    }

    @Override
    public int create(long[] handle) {
        cublasHandle out = new cublasHandle();
        int status = JCublasCalls.call(() -> JCublas2.cublasCreate(out));
        if (status == BlasStatus.SUCCESS) {
            handle[0] = JCudaHandles.handle(out);
        }
        return status;
    }

    @Override
    public int destroy(long handle) {
        return JCublasCalls.call(() -> JCublas2.cublasDestroy(handle(handle)));
    }

    @Override
    public int getVersion(long handle, long[] version) {
        int[] out = new int[1];
        int status = JCublasCalls.call(() -> JCublas2.cublasGetVersion(handle(handle), out));
        if (status == BlasStatus.SUCCESS) {
            version[0] = out[0];
        }
        return status;
    }

    @Override
    public int setStream(long handle, long stream) {
        return JCublasCalls.call(
                () -> JCublas2.cublasSetStream(handle(handle), JCudaHandles.with(new cudaStream_t(), stream)));
    }

    @Override
    public int setWorkspace(long handle, long address, long bytes) {
        return JCublasCalls.call(() -> JCublas2.cublasSetWorkspace(handle(handle), address(address), bytes));
    }

    @Override
    public int sgemm(
            long handle,
            int transposeA,
            int transposeB,
            int m,
            int n,
            int k,
            float alpha,
            long a,
            int lda,
            long b,
            int ldb,
            float beta,
            long c,
            int ldc) {
        return JCublasCalls.scaled(
                alpha,
                beta,
                (first, second) -> JCublas2.cublasSgemm(
                        handle(handle),
                        transposeA,
                        transposeB,
                        m,
                        n,
                        k,
                        first,
                        address(a),
                        lda,
                        address(b),
                        ldb,
                        second,
                        address(c),
                        ldc));
    }

    @Override
    public int ssyrk(
            long handle,
            int triangle,
            int transpose,
            int n,
            int k,
            float alpha,
            long a,
            int lda,
            float beta,
            long c,
            int ldc) {
        return JCublasCalls.scaled(
                alpha,
                beta,
                (first, second) -> JCublas2.cublasSsyrk(
                        handle(handle), triangle, transpose, n, k, first, address(a), lda, second, address(c), ldc));
    }

    @Override
    public int sgemmStridedBatched(
            long handle,
            int transposeA,
            int transposeB,
            int m,
            int n,
            int k,
            float alpha,
            long a,
            int lda,
            long strideA,
            long b,
            int ldb,
            long strideB,
            float beta,
            long c,
            int ldc,
            long strideC,
            int count) {
        return JCublasCalls.scaled(
                alpha,
                beta,
                (first, second) -> JCublas2.cublasSgemmStridedBatched(
                        handle(handle),
                        transposeA,
                        transposeB,
                        m,
                        n,
                        k,
                        first,
                        address(a),
                        lda,
                        strideA,
                        address(b),
                        ldb,
                        strideB,
                        second,
                        address(c),
                        ldc,
                        strideC,
                        count));
    }

    @Override
    public int gemmEx(
            long handle,
            int transposeA,
            int transposeB,
            int m,
            int n,
            int k,
            float alpha,
            long a,
            int typeA,
            int lda,
            long b,
            int typeB,
            int ldb,
            float beta,
            long c,
            int typeC,
            int ldc) {
        return JCublasCalls.scaled(
                alpha,
                beta,
                (first, second) -> JCublas2.cublasGemmEx_new(
                        handle(handle),
                        transposeA,
                        transposeB,
                        m,
                        n,
                        k,
                        first,
                        address(a),
                        typeA,
                        lda,
                        address(b),
                        typeB,
                        ldb,
                        second,
                        address(c),
                        typeC,
                        ldc,
                        cublasComputeType.CUBLAS_COMPUTE_32F,
                        cublasGemmAlgo.CUBLAS_GEMM_DEFAULT));
    }
}
