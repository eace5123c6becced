package io.github.diffusionelites.cuda.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.cuda.driver.CheckedDriver;
import io.github.diffusionelites.cuda.ffm.FfmDriver;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the products of a binding to cuBLAS are, against sums in double precision; on the emulated driver. */
abstract class ProductConformance {

    private static final int M = 5;
    private static final int N = 3;
    private static final int K = 7;

    /** Leading dimensions beyond the rows, so that a binding that mixes them up is found out. */
    private static final int LDA = 9;

    private static final int LDB = 8;
    private static final int LDC = 6;

    private final Random random = new Random(20261122);
    private CheckedDriver driver;
    private long context;
    private long stream;
    private Blas blas;
    private long handle;

    abstract Blas open();

    @BeforeEach
    void create() {
        driver = new CheckedDriver(FfmDriver.open());
        driver.devices().initialize();
        int device = driver.devices().get(0);
        context = driver.devices().retainPrimaryContext(device);
        driver.devices().setCurrent(context);
        stream = driver.streams().create();
        blas = open();
        long[] out = new long[1];
        require(blas.create(out));
        handle = out[0];
        require(blas.setStream(handle, stream));
    }

    @AfterEach
    void destroy() {
        require(blas.destroy(handle));
        driver.streams().destroy(stream);
        driver.devices().setCurrent(0);
        driver.devices().releasePrimaryContext(driver.devices().get(0));
    }

    @Test
    void shouldMultiply() {
        float[] a = normals(LDA * K);
        float[] b = normals(LDB * N);
        float[] c = normals(LDC * N);
        long deviceA = upload(a);
        long deviceB = upload(b);
        long deviceC = upload(c);
        require(blas.sgemm(handle, 0, 0, M, N, K, 1.5f, deviceA, LDA, deviceB, LDB, 0.25f, deviceC, LDC));
        assertProduct(
                download(deviceC, c.length), c, 0, (row, k) -> a[k * LDA + row], (k, column) -> b[column * LDB + k]);
        free(deviceA, deviceB, deviceC);
    }

    @Test
    void shouldMultiplyTransposedOperands() {
        float[] a = normals(LDA * M);
        float[] b = normals(LDB * K);
        float[] c = normals(LDC * N);
        long deviceA = upload(a);
        long deviceB = upload(b);
        long deviceC = upload(c);
        require(blas.sgemm(handle, 1, 1, M, N, K, 1.5f, deviceA, LDA, deviceB, LDB, 0.25f, deviceC, LDC));
        assertProduct(
                download(deviceC, c.length), c, 0, (row, k) -> a[row * LDA + k], (k, column) -> b[k * LDB + column]);
        require(blas.gemmEx(
                handle,
                1,
                1,
                M,
                N,
                K,
                1.5f,
                deviceA,
                Blas.FLOAT32,
                LDA,
                deviceB,
                Blas.FLOAT32,
                LDB,
                0.25f,
                replace(deviceC, c),
                Blas.FLOAT32,
                LDC));
        assertProduct(
                download(deviceC, c.length), c, 0, (row, k) -> a[row * LDA + k], (k, column) -> b[k * LDB + column]);
        free(deviceA, deviceB, deviceC);
    }

    @Test
    void shouldMultiplySeveral() {
        int count = 2;
        int strideA = LDA * K + 1;
        int strideB = LDB * N + 2;
        int strideC = LDC * N + 3;
        float[] a = normals(strideA * count);
        float[] b = normals(strideB * count);
        float[] c = normals(strideC * count);
        long deviceA = upload(a);
        long deviceB = upload(b);
        long deviceC = upload(c);
        require(blas.sgemmStridedBatched(
                handle, 0, 0, M, N, K, 1.5f, deviceA, LDA, strideA, deviceB, LDB, strideB, 0.25f, deviceC, LDC, strideC,
                count));
        float[] result = download(deviceC, c.length);
        for (int i = 0; i < count; i++) {
            int offsetA = i * strideA;
            int offsetB = i * strideB;
            assertProduct(
                    result,
                    c,
                    i * strideC,
                    (row, k) -> a[offsetA + k * LDA + row],
                    (k, column) -> b[offsetB + column * LDB + k]);
        }
        free(deviceA, deviceB, deviceC);
    }

    @Test
    void shouldWriteOneTriangleOfASymmetricProduct() {
        float[] a = normals(LDA * K);
        float[] c = normals(LDC * M);
        long deviceA = upload(a);
        long deviceC = upload(c);
        require(blas.ssyrk(handle, Blas.LOWER, 0, M, K, 1.5f, deviceA, LDA, 0.25f, deviceC, LDC));
        float[] result = download(deviceC, c.length);
        for (int column = 0; column < M; column++) {
            for (int row = 0; row < M; row++) {
                int at = column * LDC + row;
                double expected = c[at];
                if (row >= column) {
                    expected *= 0.25;
                    for (int k = 0; k < K; k++) {
                        expected += 1.5 * a[k * LDA + row] * a[k * LDA + column];
                    }
                }
                assertThat((double) result[at]).isCloseTo(expected, within(1e-5));
            }
        }
        free(deviceA, deviceC);
    }

    private interface Element {
        float at(int first, int second);
    }

    private static void assertProduct(float[] result, float[] before, int offset, Element a, Element b) {
        for (int column = 0; column < N; column++) {
            for (int row = 0; row < M; row++) {
                int at = offset + column * LDC + row;
                double expected = 0.25 * before[at];
                for (int k = 0; k < K; k++) {
                    expected += 1.5 * a.at(row, k) * b.at(k, column);
                }
                assertThat((double) result[at])
                        .as("row %d, column %d", row, column)
                        .isCloseTo(expected, within(1e-5));
            }
        }
    }

    private float[] normals(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private long upload(float[] values) {
        return replace(driver.memory().allocate(4L * values.length), values);
    }

    private long replace(long device, float[] values) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment host = arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
            driver.memory().copyToDevice(device, host.address(), host.byteSize());
            return device;
        }
    }

    private float[] download(long device, int count) {
        driver.streams().synchronize(stream);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment host = arena.allocate(ValueLayout.JAVA_FLOAT, count);
            driver.memory().copyToHost(host.address(), device, host.byteSize());
            return host.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    private void free(long... addresses) {
        Arrays.stream(addresses).forEach(driver.memory()::free);
    }

    private static void require(int status) {
        assertThat(status).as(BlasStatus.describe(status)).isZero();
    }
}
