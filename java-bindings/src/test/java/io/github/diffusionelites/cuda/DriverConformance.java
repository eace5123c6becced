package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.driver.DriverCode;
import io.github.diffusionelites.cuda.driver.DriverLibrary;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a driver does through a binding, with devices, memory, streams and events. */
abstract class DriverConformance extends DriverTestCase {

    private final Random random = new Random(20261122);

    @Test
    void shouldTellTheVersionThatTheProbeFound() {
        assertThat(value(driver::driverGetVersion))
                .isEqualTo(DriverLibrary.probe().version());
    }

    @Test
    void shouldDescribeEachDevice() {
        long count = value(driver::deviceGetCount);
        assertThat(count).isPositive();
        for (int i = 0; i < count; i++) {
            int index = i;
            int device = (int) value(out -> driver.deviceGet(index, out));
            String[] name = new String[1];
            require(driver.deviceGetName(device, name));
            assertThat(name[0]).isNotBlank().doesNotContain("\0");
            assertThat(value(out -> driver.deviceTotalMem(device, out))).isPositive();
            assertThat(value(out -> driver.deviceGetAttribute(10, device, out)))
                    .as("an attribute")
                    .isPositive();
            long[] uuid = new long[2];
            require(driver.deviceGetUuid(device, uuid));
            assertThat(uuid).isNotEqualTo(new long[2]);
        }
        assertThat(driver.deviceGet((int) count, new long[1])).isEqualTo(101);
        assertThat(driver.deviceGetAttribute(-1, device(), new long[1])).isEqualTo(DriverCode.INVALID_VALUE);
    }

    @Test
    void shouldKeepTheCurrentContextOfAThread() throws Exception {
        assertThat(value(driver::ctxGetCurrent)).isEqualTo(context);
        AtomicLong other = new AtomicLong(-1);
        Thread thread = new Thread(() -> other.set(value(driver::ctxGetCurrent)));
        thread.start();
        thread.join();
        assertThat(other).hasValue(0);
        require(driver.ctxSetCurrent(0));
        assertThat(value(driver::ctxGetCurrent)).isZero();
        require(driver.ctxSetCurrent(context));
        require(driver.ctxSynchronize());
    }

    @Test
    void shouldNameCodes() {
        String[] text = new String[1];
        require(driver.getErrorName(700, text));
        assertThat(text[0]).isEqualTo("CUDA_ERROR_ILLEGAL_ADDRESS");
        require(driver.getErrorString(2, text));
        assertThat(text[0]).isEqualToIgnoringCase("out of memory");
        String[] kept = {"kept"};
        assertThat(driver.getErrorName(123456, kept)).isEqualTo(DriverCode.INVALID_VALUE);
        assertThat(driver.getErrorString(123456, kept)).isEqualTo(DriverCode.INVALID_VALUE);
        assertThat(kept).containsExactly("kept");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 256, 4099, 1 << 20})
    void shouldBringBackWhatItTook(int bytes) {
        byte[] values = randomBytes(bytes);
        long first = allocate(bytes);
        long second = allocate(bytes);
        upload(first, values);
        require(driver.memcpyDtoD(second, first, bytes));
        assertThat(download(second, bytes)).isEqualTo(values);
        int half = bytes / 2;
        assertThat(download(first + half, bytes - half)).isEqualTo(Arrays.copyOfRange(values, half, bytes));
        require(driver.memFree(first));
        require(driver.memFree(second));
    }

    @Test
    void shouldCopyInTheOrderOfAStream() {
        int bytes = 1000;
        byte[] values = randomBytes(bytes);
        MemorySegment source = pin(bytes);
        MemorySegment target = pin(bytes);
        source.copyFrom(MemorySegment.ofArray(values));
        long first = allocate(bytes);
        long second = allocate(bytes);
        require(driver.memcpyHtoDAsync(first, source.address(), bytes, stream));
        require(driver.memcpyDtoDAsync(second, first, bytes, stream));
        require(driver.memsetD8Async(first, (byte) 0, bytes, stream));
        require(driver.memcpyDtoHAsync(target.address(), second, bytes, stream));
        require(driver.streamSynchronize(stream));
        require(driver.streamQuery(stream));
        assertThat(target.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(values);
        assertThat(download(first, bytes)).containsOnly(0);
        require(driver.memFreeHost(source.address()));
        require(driver.memFreeHost(target.address()));
        require(driver.memFree(first));
        require(driver.memFree(second));
    }

    @Test
    void shouldFillPartsOfMemory() {
        long memory = allocate(64);
        require(driver.memsetD8(memory, (byte) 7, 64));
        require(driver.memsetD8(memory + 1, (byte) 200, 2));
        require(driver.memsetD32(memory + 8, 0x01020304, 2));
        // The stream does not wait for what needs no stream, and neither need be done when its call returns.
        require(driver.ctxSynchronize());
        require(driver.memsetD32Async(memory + 16, 0x05060708, 1, stream));
        require(driver.streamSynchronize(stream));
        byte[] values = download(memory, 24);
        assertThat(values).startsWith(7, 200, 200, 7, 7, 7, 7, 7, 4, 3, 2, 1, 4, 3, 2, 1, 8, 7, 6, 5, 7, 7, 7, 7);
        require(driver.memFree(memory));
    }

    @Test
    void shouldCountItsMemory() {
        long[] before = new long[2];
        require(driver.memGetInfo(before));
        assertThat(before[0]).isPositive().isLessThanOrEqualTo(before[1]);
        long bytes = 8 << 20;
        long memory = allocate(bytes);
        long[] with = new long[2];
        require(driver.memGetInfo(with));
        assertThat(before[0] - with[0]).isGreaterThanOrEqualTo(bytes);
        require(driver.memFree(memory));
    }

    @Test
    void shouldRefuseMemoryThatItDoesNotHave() {
        long[] kept = {-1};
        assertThat(driver.memAlloc(1L << 50, kept)).isEqualTo(DriverCode.OUT_OF_MEMORY);
        assertThat(driver.memAlloc(0, kept)).isEqualTo(DriverCode.INVALID_VALUE);
        assertThat(kept).containsExactly(-1);
    }

    @Test
    void shouldRefuseAddressesThatAreNotItsOwn() {
        long memory = allocate(256);
        long host = arena.allocate(512).address();
        assertThat(driver.memcpyHtoD(memory, host, 512)).isEqualTo(DriverCode.INVALID_VALUE);
        assertThat(driver.memcpyDtoH(host, memory, 512)).isEqualTo(DriverCode.INVALID_VALUE);
        assertThat(driver.memsetD8(memory, (byte) 0, 512)).isEqualTo(DriverCode.INVALID_VALUE);
        require(driver.memFree(memory));
        assertThat(driver.memFree(memory)).isEqualTo(DriverCode.INVALID_VALUE);
    }

    @Test
    void shouldMeasureTheTimeBetweenEvents() {
        long start = value(out -> driver.eventCreate(0, out));
        long end = value(out -> driver.eventCreate(0, out));
        long memory = allocate(1 << 20);
        require(driver.eventRecord(start, stream));
        require(driver.memsetD8Async(memory, (byte) 1, 1 << 20, stream));
        require(driver.eventRecord(end, stream));
        require(driver.eventSynchronize(end));
        require(driver.eventQuery(end));
        float[] milliseconds = {-1};
        require(driver.eventElapsedTime(start, end, milliseconds));
        assertThat(milliseconds[0]).isBetween(0f, 60_000f);
        require(driver.eventDestroy(start));
        require(driver.eventDestroy(end));
        require(driver.memFree(memory));
    }

    @Test
    void shouldLetAStreamWaitForAnother() {
        long other = value(out -> driver.streamCreate(NON_BLOCKING, out));
        long event = value(out -> driver.eventCreate(2, out));
        long memory = allocate(16);
        require(driver.memsetD8Async(memory, (byte) 1, 16, stream));
        require(driver.eventRecord(event, stream));
        require(driver.streamWaitEvent(other, event, 0));
        require(driver.memsetD8Async(memory, (byte) 2, 8, other));
        require(driver.streamSynchronize(other));
        assertThat(download(memory, 16)).startsWith(2, 2, 2, 2, 2, 2, 2, 2, 1);
        require(driver.memFree(memory));
        require(driver.eventDestroy(event));
        require(driver.streamDestroy(other));
    }

    private byte[] randomBytes(int count) {
        byte[] values = new byte[count];
        random.nextBytes(values);
        return values;
    }
}
