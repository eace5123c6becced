package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.SamplerCoefficients;
import io.github.diffusionelites.device.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the CPU device refuses, because the native library knows addresses only. */
class CpuProgramTest {

    @Test
    void shouldRefuseToRunAfterABufferIsClosed() {
        try (Device device = Devices.open("cpu");
                Buffer source = device.allocate(ElementType.F32, 1, 4, 2)) {
            Buffer target = device.allocate(ElementType.F32, 1, 4, 2);
            try (Program program = doubling(device, source, target)) {
                program.run(0, 0);
                target.close();
                assertThatThrownBy(() -> program.run(0, 0))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("[1, 4, 2] is closed");
            }
        }
    }

    @Test
    void shouldRefuseBuffersOfAnotherDevice() {
        try (Device device = Devices.open("cpu");
                Device other = Devices.open("cpu");
                Buffer source = device.allocate(ElementType.F32, 1, 4, 2);
                Buffer target = other.allocate(ElementType.F32, 1, 4, 2)) {
            assertThatThrownBy(() -> doubling(device, source, target))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another device");
        }
    }

    @Test
    void shouldRefuseMoreMemoryThanTheHostHasAndGoOn() {
        try (Device device = Devices.open("cpu")) {
            assertThatThrownBy(() -> device.allocate(ElementType.F32, 1L << 40))
                    .isInstanceOf(DeviceMemoryException.class)
                    .hasMessageContaining(Long.toString(4L << 40))
                    .hasMessageContaining("smaller population")
                    .hasMessageContaining(
                            "this device holds 0 and " + device.info().memoryBytes() + " are free");
            try (Buffer small = device.allocate(ElementType.F32, 8)) {
                assertThat(small.floats()).containsOnly(0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 61, 1L << 62, Long.MAX_VALUE})
    void shouldRefuseABufferWhoseBytesCannotBeCounted(long elements) {
        try (Device device = Devices.open("cpu")) {
            assertThatThrownBy(() -> device.allocate(ElementType.F32, 1, elements))
                    .isInstanceOf(DeviceMemoryException.class)
                    .hasMessageContaining("F32 [1, " + elements + "]");
            assertThatThrownBy(() -> device.allocate(ElementType.I32, elements, elements))
                    .isInstanceOf(DeviceMemoryException.class)
                    .hasMessageContaining("I32 [" + elements + ", " + elements + "]");
        }
    }

    @Test
    void shouldRefuseToDrawNoiseForAnIdOfMoreBitsThanThereAre() {
        try (Device device = Devices.open("cpu");
                Buffer latents = device.allocate(ElementType.F32, 2, 3, 4);
                Buffer mean = device.allocate(ElementType.F32, 2, 4);
                Buffer ids = device.allocate(ElementType.I32, 2)) {
            Recorder recorder = new Recorder(2, 3);
            recorder.sampleDiagonal(recorder.rows(latents), mean, mean, ids);
            try (Program program = device.compile(recorder.finish(), PlanOptions.AUTO)) {
                ids.write(0, new int[] {0, (1 << 24) - 1});
                program.run(0, 0);
                for (int id : new int[] {-1, 1 << 24, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                    ids.write(1, new int[] {id});
                    assertThatThrownBy(() -> program.run(0, 0))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("id of a search must be in [0, 16777216)")
                            .hasMessageContaining("place 1")
                            .hasMessageContaining("holds " + id);
                }
                ids.write(1, new int[] {5});
                program.run(0, 0);
            }
        }
    }

    @Test
    void shouldRefuseToDrawTheNoiseOfAGenerationOfMoreBitsThanThereAre() {
        try (Device device = Devices.open("cpu");
                Buffer state = device.allocate(ElementType.F32, 1, 3, 4);
                Buffer ids = device.allocate(ElementType.I32, 1);
                Buffer generations = device.allocate(ElementType.I32, 1, 3)) {
            Recorder recorder = new Recorder(1, 3);
            SamplerCoefficients noisy = new SamplerCoefficients(1, 0, 1, 0, 1, 0, 1, 0, 1, 7);
            recorder.updateSampler(
                    recorder.rows(state),
                    recorder.load(recorder.rows(state), 2, 2),
                    noisy,
                    new NoiseIdentity(ids, null, generations));
            try (Program program = device.compile(recorder.finish(), PlanOptions.AUTO)) {
                generations.write(0, new int[] {0, 1, (1 << 20) - 1});
                program.run(0, 0);
                generations.write(0, new int[] {0, 1, 1 << 20});
                assertThatThrownBy(() -> program.run(0, 0))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("generation of a row's noise must be in [0, 1048576)")
                        .hasMessageContaining("place 2")
                        .hasMessageContaining("holds 1048576");
            }
        }
    }

    /** Such as a virtual machine that has no memory left for a copy of the weights. */
    @Test
    void shouldGiveBackWhatItTookWhenAnErrorEndsACompilation() {
        try (Device device = Devices.open("cpu");
                Buffer source = device.allocate(ElementType.F32, 1, 4, 2);
                Buffer target = device.allocate(ElementType.F32, 1, 4, 2)) {
            Recorder recorder = new Recorder(1, 4);
            Constant one = Constant.of(new float[] {1}, 1);
            recorder.affine(recorder.rows(source), recorder.rows(target), one, one);
            FailingBuffer last = new FailingBuffer(target);
            recorder.affine(recorder.rows(source), recorder.rows(last), one, one);
            Recording recording = recorder.finish();
            last.failing = true;
            long free = device.freeBytes();
            assertThatThrownBy(() -> device.compile(recording, PlanOptions.AUTO))
                    .isSameAs(FailingBuffer.FAILURE);
            assertThat(device.freeBytes()).isEqualTo(free);
            doubling(device, source, target).close();
        }
    }

    @Test
    void shouldHandOnAnErrorOfANativeCallAsItIs() {
        Error failure = new OutOfMemoryError("no heap");
        assertThatThrownBy(() -> ElitesAbi.call(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThatThrownBy(() -> ElitesAbi.call(() -> {
                    throw new IllegalStateException("no handle");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not fit its signature");
    }

    /** A buffer of no device, which cannot even be described. */
    private static final class FailingBuffer implements Buffer {
        static final Error FAILURE = new OutOfMemoryError("no heap");

        private final Buffer like;
        private boolean failing;

        FailingBuffer(Buffer like) {
            this.like = like;
        }

        @Override
        public ElementType type() {
            if (failing) {
                throw FAILURE;
            }
            return like.type();
        }

        @Override
        public Shape shape() {
            return like.shape();
        }

        @Override
        public void write(long offset, float[] source) {
            like.write(offset, source);
        }

        @Override
        public void write(long offset, int[] source) {
            like.write(offset, source);
        }

        @Override
        public void read(long offset, float[] target) {
            like.read(offset, target);
        }

        @Override
        public void read(long offset, int[] target) {
            like.read(offset, target);
        }

        @Override
        public void close() {
            like.close();
        }
    }

    private static Program doubling(Device device, Buffer source, Buffer target) {
        Recorder recorder = new Recorder(1, 4);
        recorder.affine(
                recorder.rows(source),
                recorder.rows(target),
                Constant.of(new float[] {2}, 1),
                Constant.of(new float[] {0}, 1));
        return device.compile(recorder.finish(), PlanOptions.AUTO);
    }
}
