package io.github.diffusionelites.cuda.blas;

/**
 * The calls of cuBLAS that the engine needs. Each returns the status of the library, {@link BlasStatus}, and throws
 * nothing. Scalars are read before a call returns, so that calls can be recorded into a graph; for that the handle
 * needs a workspace of its own.
 */
public interface Blas {

    /** An operand as it is. */
    int PLAIN = 0;

    /** An operand transposed. */
    int TRANSPOSED = 1;

    /** The lower triangle of a symmetric matrix. */
    int LOWER = 0;

    /** The upper triangle of a symmetric matrix. */
    int UPPER = 1;

    /** Elements of 32 bits, {@code CUDA_R_32F}. */
    int FLOAT32 = 0;

    /** Elements of 16 bits, {@code CUDA_R_16BF}. */
    int BFLOAT16 = 14;

    /** Returns the name of the binding: {@code ffm} or {@code jcublas}. */
    String binding();

    /** {@code handle[0]}: a handle for the current context. */
    int create(long[] handle);

    /** Destroys a handle, after its work. */
    int destroy(long handle);

    /** {@code version[0]}: of the library, 10000 times the major and 100 times the minor. */
    int getVersion(long handle, long[] version);

    /** Sets the stream of later calls; the workspace becomes the library's own again. */
    int setStream(long handle, long stream);

    /** Sets the device memory that calls may use, aligned to 256 bytes; after {@link #setStream}. */
    int setWorkspace(long handle, long address, long bytes);

    /** {@code C = alpha A B + beta C} in float32: {@code C [m, n]}, {@code A [m, k]}, {@code B [k, n]}. */
    int sgemm(
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
            int ldc);

    /** One triangle of {@code C = alpha A A' + beta C} in float32: {@code C [n, n]}, {@code A [n, k]}. */
    int ssyrk(
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
            int ldc);

    /** Like {@link #sgemm}, for {@code count} products whose matrices lie so many elements apart. */
    int sgemmStridedBatched(
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
            int count);

    /** Like {@link #sgemm}, for operands and a result of given types; sums are float32. */
    int gemmEx(
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
            int ldc);
}
