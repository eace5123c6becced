package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import org.junit.jupiter.api.Test;

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
