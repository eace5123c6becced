package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.engine.ManagedDevice;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A device of little memory says what is needed, by what, what is free, and what would fit; that then fits. */
class CpuMemoryTest {

    private static final int WIDTH = 64;
    private static final int MANY = 1000;
    private static final long ROWS_BYTES = (long) MANY * WIDTH * Float.BYTES;
    /** Of the convolution of {@link #normalisations}. */
    private static final long WEIGHT_BYTES = 8 * Float.BYTES;

    @Test
    void shouldNameThePopulationOfABufferThatWouldFit() {
        try (Device device = device(10_000);
                Buffer held = device.allocate(ElementType.F32, 2, 3, 4)) {
            DeviceMemoryException refusal = refusal(() -> device.allocate(ElementType.F32, 2, 1000, 5));
            assertThat(refusal.requested()).isEqualTo(40_000);
            assertThat(refusal)
                    .hasMessageContaining("a buffer F32 [2, 1000, 5]")
                    .hasMessageContaining("needs 40000 bytes, but of the host's 10000 this device holds 96 and 9904")
                    .hasMessageContaining("at most 247 instead of 1000");
            assertThat(held.floats()).hasSize(24);
            refusal(() -> device.allocate(ElementType.F32, 2, 248, 5));
            device.allocate(ElementType.F32, 2, 247, 5).close();
            assertThat(refusal(() -> device.allocate(ElementType.F32, 2, 3, 5000)))
                    .hasMessageContaining("not even a population of 1");
        }
    }

    @Test
    void shouldNameTheChunksAndThePopulationWhoseWorkspaceWouldFit() {
        try (Device device = device(400_000)) {
            Recording large = normalisations(device, 1, 40);
            DeviceMemoryException refusal =
                    refusal(() -> device.compile(large, new PlanOptions(1 << 20, 2, Precision.FLOAT32)));
            int chunk = Math.ceilDiv(40, ElitesAbi.tile()) * ElitesAbi.tile();
            // Two maps of 8 channels live at the same time, for each of two lanes; what operations need comes on top.
            long maps = chunk * 2L * 2 * 8 * WIDTH * Float.BYTES;
            assertThat(refusal.requested()).isBetween(maps + 1, 2 * maps);
            assertThat(refusal)
                    .hasMessageContaining("the workspace of 2 lanes with chunks of " + chunk + " rows")
                    .hasMessageContaining("are free");
            long chunkRows = number(refusal, "chunks of at most (\\d+) rows would fit");
            assertThat(number(refusal, "a population of at most (\\d+)")).isEqualTo(chunkRows);
            device.compile(large, new PlanOptions((int) chunkRows, 2, Precision.FLOAT32))
                    .close();
            refusal(() -> device.compile(large, new PlanOptions((int) chunkRows + 1, 2, Precision.FLOAT32)));
        }
    }

    @Test
    void shouldCountWeightsAsHeldAsLongAsAProgramUsesThem() {
        int side = 100;
        long weights = side * side * (long) Float.BYTES;
        long other = 60_000;
        try (Device device = device(weights + other);
                Buffer buffer = device.allocate(ElementType.F32, 1, 1, side)) {
            Recorder recorder = new Recorder(1, 1);
            recorder.linear(recorder.load(recorder.rows(buffer), side, 1), layer(side), Epilogue.NONE);
            try (Program program = device.compile(recorder.finish(), new PlanOptions(1, 1, Precision.FLOAT32))) {
                long held = side * (long) Float.BYTES + weights + program.plan().workspaceBytes();
                assertThat(refusal(() -> device.allocate(ElementType.F32, weights / Float.BYTES)))
                        .hasMessageContaining("this device holds " + held + " and " + (weights + other - held));
                Recorder second = new Recorder(1, 1);
                second.linear(second.load(second.rows(buffer), side, 1), layer(side), Epilogue.NONE);
                assertThat(refusal(() -> device.compile(second.finish(), new PlanOptions(1, 1, Precision.FLOAT32))))
                        .hasMessageContaining("the weights of a convolution [100, 100, 1]")
                        .hasMessageContaining("needs " + weights + " bytes");
                assertThat(refusal(() -> device.allocate(ElementType.F32, weights / Float.BYTES)))
                        .as("what the refused program had taken")
                        .hasMessageContaining("this device holds " + held + " and");
            }
            device.allocate(ElementType.F32, weights / Float.BYTES).close();
        }
    }

    @Test
    void shouldChooseSmallerChunksAndThenFewerLanesWhereMemoryIsShort() {
        Plan wide;
        try (Device device = device(1L << 30)) {
            wide = plan(device, PlanOptions.AUTO);
            assertThat(wide.chunkRows()).isEqualTo(32);
            assertThat(wide.lanes()).isEqualTo(2);
        }
        int tile = ElitesAbi.tile();
        long narrow = bytes(new PlanOptions(tile, 2));
        long least = bytes(new PlanOptions(tile, 1));
        try (Device device = device(ROWS_BYTES + wide.workspaceBytes() + WEIGHT_BYTES)) {
            assertThat(plan(device, PlanOptions.AUTO)).isEqualTo(wide);
        }
        try (Device device = device(ROWS_BYTES + wide.workspaceBytes() + WEIGHT_BYTES - 1)) {
            assertThat(plan(device, PlanOptions.AUTO).chunkRows()).isEqualTo(tile);
            assertThat(plan(device, PlanOptions.AUTO).lanes()).isEqualTo(2);
        }
        try (Device device = device(ROWS_BYTES + narrow + WEIGHT_BYTES - 1)) {
            assertThat(plan(device, PlanOptions.AUTO).chunkRows()).isEqualTo(tile);
            assertThat(plan(device, PlanOptions.AUTO).lanes()).isEqualTo(1);
            assertThat(refusal(() -> plan(device, new PlanOptions(0, 2))))
                    .hasMessageContaining("2 lanes with chunks of " + tile)
                    .hasMessageContaining("not even chunks of " + tile + " rows would fit; use fewer lanes");
            assertThat(refusal(() -> plan(device, new PlanOptions(64, 0))))
                    .hasMessageContaining("1 lane with chunks of 64 rows")
                    .hasMessageContaining("chunks of at most " + 2 * tile + " rows would fit");
        }
        try (Device device = device(ROWS_BYTES + least + WEIGHT_BYTES - 1)) {
            assertThat(refusal(() -> plan(device, PlanOptions.AUTO)))
                    .hasMessageContaining("not even chunks of " + tile + " rows would fit; use a smaller network");
        }
    }

    @Test
    void shouldCountWhatOperationsNeedBesideTheirResults() {
        int length = 1 << 10;
        try (Device device = device(1L << 30);
                Buffer rows = device.allocate(ElementType.F32, 1, 1, 3 * length)) {
            Recorder recorder = new Recorder(1, 1);
            Features map = recorder.load(recorder.rows(rows), 3, length);
            long stored = ElitesAbi.tile() * 4L * length * Float.BYTES;
            recorder.attend(map, 1);
            Plan plan = compiled(device, recorder.finish(), new PlanOptions(1, 1));
            assertThat(plan.workspaceBytes()).isGreaterThan(stored);
            assertThat(device.freeBytes()).isEqualTo((1L << 30) - 3L * length * Float.BYTES);
        }
    }

    private static long bytes(PlanOptions options) {
        try (Device device = device(1L << 30)) {
            return plan(device, options).workspaceBytes();
        }
    }

    /** Returns the plan of {@link #normalisations} of a population that fills chunks of any size. */
    private static Plan plan(Device device, PlanOptions options) {
        try (Buffer rows = device.allocate(ElementType.F32, 1, MANY, WIDTH)) {
            return compiled(device, normalisations(rows, 1, MANY), options);
        }
    }

    private static Plan compiled(Device device, Recording recording, PlanOptions options) {
        try (Program program = device.compile(recording, options.withPrecision(Precision.FLOAT32))) {
            return program.plan();
        }
    }

    private static Convolution1d layer(int side) {
        return Convolution1d.linear(Constant.of(new float[side * side], side, side), null);
    }

    /** Two feature maps of 8 by 64 at a time. */
    private static Recording normalisations(Device device, int searches, int individuals) {
        return normalisations(device.allocate(ElementType.F32, searches, individuals, WIDTH), searches, individuals);
    }

    private static Recording normalisations(Buffer rows, int searches, int individuals) {
        Recorder recorder = new Recorder(searches, individuals);
        Convolution1d wide = new Convolution1d(Constant.of(new float[8], 8, 1, 1), null, 1, 0, false);
        var map = recorder.convolve(recorder.load(recorder.rows(rows), 1, WIDTH), wide, Epilogue.NONE);
        recorder.normalize(map, Norm.NONE);
        return recorder.finish();
    }

    private static long number(DeviceMemoryException refusal, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(String.valueOf(refusal.getMessage()));
        assertThat(matcher.find()).as(refusal.getMessage()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static DeviceMemoryException refusal(Runnable action) {
        DeviceMemoryException[] refusal = new DeviceMemoryException[1];
        assertThatExceptionOfType(DeviceMemoryException.class)
                .isThrownBy(action::run)
                .satisfies(thrown -> refusal[0] = thrown);
        return refusal[0];
    }

    /** The CPU device with two lanes and less memory than the host has. */
    private static Device device(long memoryBytes) {
        DeviceInfo info;
        try (Device real = Devices.open("cpu")) {
            info = real.info();
        }
        return new ManagedDevice(new CpuBackend(new DeviceInfo(
                info.id(),
                info.name(),
                info.instructionSet(),
                info.multipliesBfloat16(),
                2,
                memoryBytes,
                info.libraries())));
    }
}
