package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.diffusionelites.cuda.ffm.FfmDriver;
import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Memory of a GPU that others use, too, and what is left open. */
@ExtendWith(OnEmulator.class)
class CudaMemoryTest {

    private static final long TOTAL = 1L << 30;
    private static final int MEBIBYTE = 1 << 20;
    private static final int ROWS = 1000;

    /** Held so that the logger keeps its handler. */
    private final Logger logger = Logger.getLogger("io.github.diffusionelites.device");

    @Test
    void shouldCountWhatOthersHold() {
        try (Device device = new CudaProvider().open(0)) {
            long free = device.freeBytes();
            long others = takeAsAnother(TOTAL / 2);
            assertThat(device.freeBytes()).isEqualTo(free - TOTAL / 2);
            // More than is free, less than there is.
            assertThatExceptionOfType(DeviceMemoryException.class)
                    .isThrownBy(() -> device.allocate(ElementType.F32, 1, 200 * MEBIBYTE))
                    .withMessageContainingAll(
                            "needs " + 800L * MEBIBYTE + " bytes",
                            "of the GPU's " + TOTAL,
                            device.freeBytes() + " are free",
                            "with at most " + device.freeBytes() / 4 + " instead of")
                    .satisfies(e -> assertThat(e.code()).isZero());
            give(others);
            device.allocate(ElementType.F32, 1, 200 * MEBIBYTE).close();
        }
    }

    @Test
    void shouldRefuseAPlanThatDoesNotFitBeforeItTakesAnything() {
        try (Device device = new CudaProvider().open(0);
                Buffer samples = device.allocate(ElementType.F32, 1, ROWS, 4096)) {
            long others = takeAsAnother(device.freeBytes() - 2 * MEBIBYTE);
            long free = device.freeBytes();
            int allocations = EmulatorControls.calls("cuMemAlloc");
            assertThatExceptionOfType(DeviceMemoryException.class)
                    .isThrownBy(() -> compile(device, samples, new PlanOptions(ROWS, 2)))
                    .withMessageContainingAll(
                            "the workspace of 2 lanes with chunks of " + ROWS + " rows",
                            free + " are free",
                            "of the GPU's " + TOTAL,
                            "so would a population of at most ");
            assertThat(EmulatorControls.calls("cuMemAlloc")).isEqualTo(allocations);
            assertThat(device.freeBytes()).isEqualTo(free);
            // What is left to the device is chosen to fit.
            try (Program program = compile(device, samples, PlanOptions.AUTO)) {
                assertThat(program.plan().workspaceBytes()).isLessThanOrEqualTo(free);
                program.run(1, 0);
            }
            give(others);
        }
        assertThat(EmulatorControls.live().text()).isEmpty();
    }

    @Test
    void shouldCloseWhatWasLeftOpenAndSaySo() {
        List<String> warnings = new ArrayList<>();
        Handler handler = handler(warnings);
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            Device device = new CudaProvider().open(0);
            Buffer buffer = device.allocate(ElementType.F32, 1, ROWS, 8);
            compile(device, buffer, PlanOptions.AUTO);
            device.close();
            device.close();
        } finally {
            logger.setUseParentHandlers(true);
            logger.removeHandler(handler);
        }
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("cuda:0", "1 of its programs and 1 of its buffers", "F32 [1, 1000, 8]");
        assertThat(EmulatorControls.live().text()).isEmpty();
    }

    @Test
    void shouldSayNothingWhereAllWasClosed() {
        List<String> warnings = new ArrayList<>();
        Handler handler = handler(warnings);
        logger.addHandler(handler);
        try (Device device = new CudaProvider().open(0);
                TinySearch search = new TinySearch(device)) {
            search.run(1);
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(warnings).isEmpty();
    }

    private static Program compile(Device device, Buffer samples, PlanOptions options) {
        Recorder recorder = new Recorder(1, ROWS);
        Rows.Stored rows = recorder.rows(samples);
        Rows.Scratch between = recorder.affine(rows, Constant.of(new float[] {2}, 1), Constant.of(new float[1], 1));
        recorder.affine(between, rows, Constant.of(new float[] {2}, 1), Constant.of(new float[1], 1));
        return device.compile(recorder.finish(), options);
    }

    private static long takeAsAnother(long bytes) {
        long[] address = new long[1];
        assertThat(FfmDriver.open().memAlloc(bytes, address)).isZero();
        return address[0];
    }

    private static void give(long address) {
        assertThat(FfmDriver.open().memFree(address)).isZero();
    }

    private static Handler handler(List<String> warnings) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                warnings.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
