package io.github.diffusionelites.cuda.blas;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.NotedCalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That every call of a binding to cuBLAS has its arguments in their places; every argument has another value. */
@Tag("stub")
abstract class BlasConformance {

    private static final long HANDLE = 0xB1A5;

    abstract Blas open();

    @BeforeEach
    void forget() {
        StubCublas.calls();
    }

    @Test
    void shouldPassEveryArgumentOfEveryCall() {
        NotedCalls<Blas> noted = new NotedCalls<>(Blas.class);
        Blas blas = noted.around(open());
        long[] result = new long[1];
        expect(blas.create(result), "cublasCreate_v2()");
        assertThat(result[0]).isEqualTo(HANDLE);
        expect(blas.getVersion(HANDLE, result), "cublasGetVersion_v2(b1a5)");
        assertThat(result[0]).isEqualTo(120605);
        expect(blas.setStream(HANDLE, 0x57), "cublasSetStream_v2(b1a5 57)");
        expect(blas.setWorkspace(HANDLE, 0x123456789AL, 1L << 33), "cublasSetWorkspace_v2(b1a5 123456789a 8589934592)");
        expect(
                blas.sgemm(HANDLE, Blas.TRANSPOSED, Blas.PLAIN, 2, 3, 4, 1.5f, 0xA1, 5, 0xB1, 6, 0.25f, 0xC1, 7),
                "cublasSgemm_v2(b1a5 1 0 2 3 4 1.5 a1 5 b1 6 0.25 c1 7)");
        expect(
                blas.ssyrk(HANDLE, Blas.UPPER, Blas.PLAIN, 2, 3, 1.5f, 0xA1, 4, 0.25f, 0xC1, 5),
                "cublasSsyrk_v2(b1a5 1 0 2 3 1.5 a1 4 0.25 c1 5)");
        expect(
                blas.sgemmStridedBatched(
                        HANDLE, 0, 1, 2, 3, 4, 1.5f, 0xA1, 5, 1L << 32, 0xB1, 6, 7, 0.25f, 0xC1, 8, 9, 10),
                "cublasSgemmStridedBatched(b1a5 0 1 2 3 4 1.5 a1 5 4294967296 b1 6 7 0.25 c1 8 9 10)");
        expect(
                blas.gemmEx(
                        HANDLE, 0, 1, 2, 3, 4, 1.5f, 0xA1, Blas.BFLOAT16, 5, 0xB1, 2, 6, 0.25f, 0xC1, Blas.FLOAT32, 7),
                "cublasGemmEx(b1a5 0 1 2 3 4 1.5 a1 14 5 b1 2 6 0.25 c1 0 7 68 -1)");
        expect(blas.destroy(HANDLE), "cublasDestroy_v2(b1a5)");
        assertThat(blas.binding()).isIn("ffm", "jcublas");
        noted.assertComplete();
    }

    @Test
    void shouldReturnTheStatusOfAFailure() {
        Blas blas = open();
        StubCublas.fail("cublasCreate_v2", 3);
        long[] handle = {-1};
        assertThat(blas.create(handle)).isEqualTo(3);
        assertThat(handle).containsExactly(-1);
        StubCublas.calls();
        StubCublas.fail("cublasSgemm_v2", 13);
        assertThat(blas.sgemm(HANDLE, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1)).isEqualTo(13);
    }

    private static void expect(int status, String call) {
        assertThat(status).as(call).isZero();
        assertThat(StubCublas.calls()).containsExactly(call);
    }
}
