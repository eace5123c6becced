package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.driver.Driver;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A driver with a context and a stream, and what is allocated and freed with them. */
abstract class DriverTestCase {

    /** What is loaded where kernels were not built; a library without a GPU takes it for its own kernels. */
    private static final String MARKER = "ELITES KERNELS WERE NOT BUILT\n";

    static final int NON_BLOCKING = 1;
    static final int THREAD_LOCAL = 1;

    Driver driver;
    Arena arena;
    long context;
    long stream;

    /** Returns the binding that is tested. */
    abstract Driver open();

    @BeforeEach
    void openDriver() {
        driver = open();
        arena = Arena.ofConfined();
        require(driver.init());
        context = value(out -> driver.devicePrimaryCtxRetain(device(), out));
        require(driver.ctxSetCurrent(context));
        stream = value(out -> driver.streamCreate(NON_BLOCKING, out));
    }

    @AfterEach
    void closeDriver() {
        require(driver.streamDestroy(stream));
        require(driver.ctxSetCurrent(0));
        require(driver.devicePrimaryCtxRelease(device()));
        arena.close();
    }

    int device() {
        return (int) value(out -> driver.deviceGet(0, out));
    }

    /** A call that gives one number. */
    interface Call {
        int invoke(long[] out);
    }

    static long value(Call call) {
        long[] out = new long[1];
        require(call.invoke(out));
        return out[0];
    }

    static void require(int code) {
        assertThat(code).isZero();
    }

    long allocate(long bytes) {
        return value(out -> driver.memAlloc(bytes, out));
    }

    /** Returns pinned memory, which stays until it is freed. */
    MemorySegment pin(long bytes) {
        return Native.at(value(out -> driver.memHostAlloc(bytes, 0, out)), bytes);
    }

    void upload(long device, byte[] values) {
        MemorySegment host = arena.allocateFrom(ValueLayout.JAVA_BYTE, values);
        require(driver.memcpyHtoD(device, host.address(), values.length));
    }

    byte[] download(long device, int bytes) {
        MemorySegment host = arena.allocate(bytes);
        require(driver.memcpyDtoH(host.address(), device, bytes));
        return host.toArray(ValueLayout.JAVA_BYTE);
    }

    float[] downloadFloats(long device, int count) {
        MemorySegment host = arena.allocate(ValueLayout.JAVA_FLOAT, count);
        require(driver.memcpyDtoH(host.address(), device, host.byteSize()));
        return host.toArray(ValueLayout.JAVA_FLOAT);
    }

    /** Returns device memory with rows of ones. */
    long ones(int count) {
        long rows = allocate(4L * count);
        require(driver.memsetD32Async(rows, Float.floatToIntBits(1), count, stream));
        return rows;
    }

    long loadKernels() {
        long image = arena.allocateFrom(MARKER).address();
        return value(out -> driver.moduleLoadData(image, out));
    }

    /** Puts a launch of {@code rescale} into the stream, for rows of four. */
    void rescale(long function, long source, long target, int rows, float length) {
        long parameters = Native.rescale(arena, source, target, rows, 4, length);
        require(driver.launchKernel(function, 1, 1, 1, 64, 1, 1, 0, stream, parameters));
    }
}
