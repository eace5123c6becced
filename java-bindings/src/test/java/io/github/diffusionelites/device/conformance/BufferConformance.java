package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Shape;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buffers: what is written is read, and nothing else can be touched. */
public abstract class BufferConformance extends DeviceConformance {

    @Test
    void shouldDescribeItself() {
        assertThat(device().info().id()).isNotBlank();
        assertThat(device().info().name()).isNotBlank();
        assertThat(device().info().lanes()).isPositive();
        assertThat(device().info().memoryBytes()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 31, 32, 33, 1023, 1024, 1025, 100_003})
    void shouldAllocateZeros(int size) {
        try (Buffer floats = device().allocate(ElementType.F32, size);
                Buffer integers = device().allocate(ElementType.I32, size)) {
            assertThat(floats.floats()).isEqualTo(new float[size]);
            assertThat(integers.ints()).isEqualTo(new int[size]);
        }
    }

    @Test
    void shouldKnowItsTypeAndShape() {
        try (Buffer buffer = device().allocate(ElementType.I32, 2, 3, 5)) {
            assertThat(buffer.type()).isEqualTo(ElementType.I32);
            assertThat(buffer.shape()).isEqualTo(Shape.of(2, 3, 5));
        }
    }

    @Test
    void shouldKeepEveryBit() {
        int[] patterns = random().ints(1000).toArray();
        float[] values = new float[patterns.length];
        for (int i = 0; i < values.length; i++) {
            // Signalling NaN apart: whether a copy quiets them is the machine's choice.
            boolean quiet = !Float.isNaN(Float.intBitsToFloat(patterns[i])) || (patterns[i] & 0x400000) != 0;
            patterns[i] = quiet ? patterns[i] : patterns[i] | 0x400000;
            values[i] = Float.intBitsToFloat(patterns[i]);
        }
        try (Buffer buffer = device().allocate(ElementType.F32, values.length)) {
            buffer.write(0, values);
            float[] read = buffer.floats();
            for (int i = 0; i < read.length; i++) {
                assertThat(Float.floatToRawIntBits(read[i])).isEqualTo(patterns[i]);
            }
        }
    }

    @Test
    void shouldWriteAndReadRanges() {
        try (Buffer buffer = device().allocate(ElementType.I32, 3, 4)) {
            buffer.write(5, new int[] {1, 2, 3});
            assertThat(buffer.ints()).containsExactly(0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0);
            int[] part = new int[4];
            buffer.read(6, part);
            assertThat(part).containsExactly(2, 3, 0, 0);
            buffer.write(12, new int[0]);
            buffer.read(0, new int[0]);
        }
    }

    @Test
    void shouldRefuseRangesThatAreNotInside() {
        try (Buffer buffer = device().allocate(ElementType.F32, 3, 4)) {
            for (long offset : new long[] {-1, 11, 12, 13, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 62}) {
                outside(offset, () -> buffer.write(offset, new float[2]));
                outside(offset, () -> buffer.read(offset, new float[2]));
            }
            outside(0, () -> buffer.write(0, new float[13]));
            assertThat(buffer.floats()).containsOnly(0);
        }
    }

    private static void outside(long offset, ThrowingCallable call) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(call)
                .withMessageContaining(Long.toString(offset));
    }

    @Test
    void shouldRefuseTheOtherType() {
        try (Buffer floats = device().allocate(ElementType.F32, 4);
                Buffer integers = device().allocate(ElementType.I32, 4)) {
            assertThatIllegalStateException().isThrownBy(() -> floats.write(0, new int[4]));
            assertThatIllegalStateException().isThrownBy(() -> floats.read(0, new int[4]));
            assertThatIllegalStateException().isThrownBy(() -> integers.write(0, new float[4]));
            assertThatIllegalStateException().isThrownBy(() -> integers.read(0, new float[4]));
        }
    }

    @Test
    void shouldRefuseUseAfterClosing() {
        Buffer buffer = device().allocate(ElementType.F32, 4);
        buffer.close();
        buffer.close();
        assertThatIllegalStateException().isThrownBy(() -> buffer.write(0, new float[4]));
        assertThatIllegalStateException().isThrownBy(() -> buffer.read(0, new float[4]));
        assertThatIllegalStateException().isThrownBy(buffer::floats);
    }

    @Test
    void shouldCloseBuffersWithTheDevice() {
        Buffer buffer = device().allocate(ElementType.F32, 4);
        device().close();
        device().close();
        assertThatIllegalStateException().isThrownBy(() -> buffer.read(0, new float[4]));
        assertThatIllegalStateException().isThrownBy(() -> device().allocate(ElementType.F32, 4));
        buffer.close();
    }

    @Test
    void shouldRefuseEmptyDimensions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> device().allocate(ElementType.F32, 4, 0))
                .withMessageContaining("[4, 0]");
    }

    @Test
    void shouldTellHowMuchMemoryItDoesNotHaveAndGoOn() {
        long elements = 1L << 50;
        assertThatExceptionOfType(DeviceMemoryException.class)
                .isThrownBy(() -> device().allocate(ElementType.F32, elements))
                .withMessageContaining(Long.toString(elements * Float.BYTES))
                .satisfies(failure -> assertThat(failure.requested()).isEqualTo(elements * Float.BYTES));
        try (Buffer buffer = device().allocate(ElementType.F32, 4)) {
            assertThat(buffer.floats()).hasSize(4);
        }
    }
}
