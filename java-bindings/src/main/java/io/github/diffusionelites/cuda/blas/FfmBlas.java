package io.github.diffusionelites.cuda.blas;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** cuBLAS 13 or 12, bound by the foreign function interface. */
public final class FfmBlas implements Blas {

    /** {@code CUBLAS_COMPUTE_32F}. */
    private static final int COMPUTE_FLOAT32 = 68;

    /** {@code CUBLAS_GEMM_DEFAULT}. */
    private static final int DEFAULT_ALGORITHM = -1;

    /** Bound once the library was found. */
    private static final class Handles {
        private static final MethodHandle CREATE = BlasSymbols.bind("cublasCreate_v2", "l");
        private static final MethodHandle DESTROY = BlasSymbols.bind("cublasDestroy_v2", "l");
        private static final MethodHandle VERSION = BlasSymbols.bind("cublasGetVersion_v2", "ll");
        private static final MethodHandle SET_STREAM = BlasSymbols.bind("cublasSetStream_v2", "ll");
        private static final MethodHandle SET_WORKSPACE = BlasSymbols.bind("cublasSetWorkspace_v2", "lll");
        private static final MethodHandle SGEMM = BlasSymbols.bind("cublasSgemm_v2", "liiiiillililli");
        private static final MethodHandle SSYRK = BlasSymbols.bind("cublasSsyrk_v2", "liiiillilli");
        private static final MethodHandle SGEMM_BATCHED =
                BlasSymbols.bind("cublasSgemmStridedBatched", "liiiiillillilllili");
        private static final MethodHandle GEMM_EX = BlasSymbols.bind("cublasGemmEx", "liiiiilliiliilliiii");
    }

    private static final class Holder {
        static final BlasProbe PROBE = bind();
    }

    private FfmBlas() {}

    /** Looks for the library and its functions; throws nothing. */
    public static BlasProbe probe() {
        return Holder.PROBE;
    }

    /**
     * Returns the binding.
     *
     * @throws IllegalStateException if the probe found that it cannot be used
     */
    public static FfmBlas open() {
        if (!probe().usable()) {
            throw new IllegalStateException(probe().problem());
        }
        return new FfmBlas();
    }

    private static BlasProbe bind() {
        BlasProbe probe = BlasSymbols.probe();
        if (!probe.usable()) {
            return probe;
        }
        try {
            MethodHandles.lookup().ensureInitialized(Handles.class);
            return probe;
        } catch (IllegalAccessException e) {
            throw new AssertionError("A class can see the classes inside it.", e);
        } catch (LinkageError e) {
            return new BlasProbe(
                    probe.library(),
                    "The library " + probe.library() + " is no cuBLAS that will do ("
                            + (e.getCause() == null ? e : e.getCause()).getMessage() + "); install cuBLAS 12 or 13.");
        }
    }

    @Override
    public String binding() {
        return "ffm";
    }

    @Override
    public int create(long[] handle) {
        return BlasCalls.handle(handle, out -> (int) Handles.CREATE.invokeExact(out));
    }

    @Override
    public int destroy(long handle) {
        return BlasCalls.call(none -> (int) Handles.DESTROY.invokeExact(handle));
    }

    @Override
    public int getVersion(long handle, long[] version) {
        return BlasCalls.number(version, out -> (int) Handles.VERSION.invokeExact(handle, out));
    }

    @Override
    public int setStream(long handle, long stream) {
        return BlasCalls.call(none -> (int) Handles.SET_STREAM.invokeExact(handle, stream));
    }

    @Override
    public int setWorkspace(long handle, long address, long bytes) {
        return BlasCalls.call(none -> (int) Handles.SET_WORKSPACE.invokeExact(handle, address, bytes));
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
        return BlasCalls.scaled(alpha, beta, scalars -> (int) Handles.SGEMM.invokeExact(
                handle, transposeA, transposeB, m, n, k, scalars, a, lda, b, ldb, scalars + Float.BYTES, c, ldc));
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
        return BlasCalls.scaled(alpha, beta, scalars -> (int) Handles.SSYRK.invokeExact(
                handle, triangle, transpose, n, k, scalars, a, lda, scalars + Float.BYTES, c, ldc));
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
        return BlasCalls.scaled(alpha, beta, scalars -> (int) Handles.SGEMM_BATCHED.invokeExact(
                handle,
                transposeA,
                transposeB,
                m,
                n,
                k,
                scalars,
                a,
                lda,
                strideA,
                b,
                ldb,
                strideB,
                scalars + Float.BYTES,
                c,
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
        return BlasCalls.scaled(alpha, beta, scalars -> (int) Handles.GEMM_EX.invokeExact(
                handle,
                transposeA,
                transposeB,
                m,
                n,
                k,
                scalars,
                a,
                typeA,
                lda,
                b,
                typeB,
                ldb,
                scalars + Float.BYTES,
                c,
                typeC,
                ldc,
                COMPUTE_FLOAT32,
                DEFAULT_ALGORITHM));
    }
}
