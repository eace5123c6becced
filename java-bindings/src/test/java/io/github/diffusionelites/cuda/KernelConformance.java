package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.driver.Capability;
import io.github.diffusionelites.cuda.driver.DriverCode;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a driver does through a binding, with modules, kernels and graphs; by the kernel {@code rescale}. */
abstract class KernelConformance extends DriverTestCase {

    private static final int ROWS = 3;

    private long module;
    private long function;
    private long source;
    private long target;

    @BeforeEach
    void load() {
        module = loadKernels();
        function = value(out -> driver.moduleGetFunction(module, "rescale", out));
        source = ones(ROWS * 4);
        target = allocate(ROWS * 16);
        require(driver.memsetD8Async(target, (byte) 0, ROWS * 16, stream));
    }

    @AfterEach
    void unload() {
        require(driver.memFree(source));
        require(driver.memFree(target));
        require(driver.moduleUnload(module));
    }

    @Test
    void shouldTellAboutKernels() {
        assertThat(value(out -> driver.funcGetAttribute(0, function, out)))
                .as("threads of a block")
                .isGreaterThanOrEqualTo(256);
        require(driver.funcSetAttribute(function, 8, 1024));
        assertThat(value(out -> driver.occupancyMaxActiveBlocksPerMultiprocessor(function, 128, 0, out)))
                .isPositive();
        long[] offsetAndBytes = new long[2];
        if (driver.supports(Capability.PARAMETER_INFO)) {
            require(driver.funcGetParamInfo(function, 0, offsetAndBytes));
            assertThat(offsetAndBytes).containsExactly(0, 32);
            assertThat(driver.funcGetParamInfo(function, 1, offsetAndBytes)).isEqualTo(DriverCode.INVALID_VALUE);
        } else {
            assertThat(driver.funcGetParamInfo(function, 0, offsetAndBytes)).isEqualTo(DriverCode.NOT_SUPPORTED);
        }
    }

    @Test
    void shouldRefuseWhatIsNoModuleOrNotInIt() {
        long junk = arena.allocateFrom("this is no module").address();
        MemorySegment log = arena.allocate(256);
        long[] kept = {-1};
        assertThat(driver.moduleLoadData(junk, kept)).isEqualTo(200);
        assertThat(driver.moduleLoadDataEx(junk, log.address(), 256, kept)).isEqualTo(200);
        assertThat(driver.moduleGetFunction(module, "no_such_kernel", kept)).isEqualTo(500);
        assertThat(driver.moduleGetGlobal(module, "no_such_variable", new long[2]))
                .isEqualTo(500);
        assertThat(kept).containsExactly(-1);
    }

    @Test
    void shouldRunAKernel() {
        rescale(function, source, target, ROWS, 6);
        require(driver.streamSynchronize(stream));
        assertThat(downloadFloats(target, ROWS * 4)).containsOnly(3);
    }

    @Test
    void shouldRefuseMoreThreadsThanABlockHas() {
        long parameters = Native.rescale(arena, source, target, ROWS, 4, 6);
        assertThat(driver.launchKernel(function, 1, 1, 1, 4096, 1, 1, 0, stream, parameters))
                .isEqualTo(DriverCode.INVALID_VALUE);
        require(driver.streamSynchronize(stream));
        assertThat(downloadFloats(target, ROWS * 4)).containsOnly(0);
    }

    @Test
    void shouldReplayWhatWasRecorded() {
        long graph = record(6, 10);
        require(driver.streamSynchronize(stream));
        assertThat(downloadFloats(target, ROWS * 4))
                .as("before the first launch")
                .containsOnly(0);
        assertThat(value(out -> driver.graphGetNodes(graph, out))).isEqualTo(2);
        long exec = value(out -> driver.graphInstantiate(graph, 0, out));
        require(driver.graphDestroy(graph));
        require(driver.graphUpload(exec, stream));
        for (int launch = 0; launch < 3; launch++) {
            require(driver.memsetD8Async(target, (byte) 0, ROWS * 16, stream));
            require(driver.graphLaunch(exec, stream));
            require(driver.streamSynchronize(stream));
            assertThat(downloadFloats(target, ROWS * 4)).containsOnly(5);
        }
        require(driver.graphExecDestroy(exec));
    }

    @Test
    void shouldGiveAGraphTheParametersOfAnother() {
        long first = record(6);
        long same = record(14);
        long longer = record(6, 10);
        long exec = value(out -> driver.graphInstantiate(first, 0, out));
        long[] result = {0};
        if (driver.supports(Capability.GRAPH_UPDATE)) {
            require(driver.graphExecUpdate(exec, same, result));
            assertThat(result).containsExactly(0);
            require(driver.graphLaunch(exec, stream));
            require(driver.streamSynchronize(stream));
            assertThat(downloadFloats(target, ROWS * 4)).containsOnly(7);
            assertThat(driver.graphExecUpdate(exec, longer, result)).isEqualTo(DriverCode.GRAPH_EXEC_UPDATE_FAILURE);
            assertThat(result[0]).isNotZero();
        } else {
            assertThat(driver.graphExecUpdate(exec, same, result)).isEqualTo(DriverCode.NOT_SUPPORTED);
        }
        require(driver.graphExecDestroy(exec));
        require(driver.graphDestroy(first));
        require(driver.graphDestroy(same));
        require(driver.graphDestroy(longer));
    }

    @Test
    void shouldKnowWhetherAStreamRecords() {
        assertThat(value(out -> driver.streamIsCapturing(stream, out))).isZero();
        require(driver.streamBeginCapture(stream, THREAD_LOCAL));
        assertThat(value(out -> driver.streamIsCapturing(stream, out))).isEqualTo(1);
        long graph = value(out -> driver.streamEndCapture(stream, out));
        assertThat(value(out -> driver.streamIsCapturing(stream, out))).isZero();
        assertThat(value(out -> driver.graphGetNodes(graph, out))).isZero();
        require(driver.graphDestroy(graph));
        assertThat(driver.streamEndCapture(stream, new long[1])).isNotZero();
    }

    /** Returns a graph that rescales the rows to each of the lengths, one after the other. */
    private long record(float... lengths) {
        require(driver.streamBeginCapture(stream, THREAD_LOCAL));
        for (float length : lengths) {
            rescale(function, source, target, ROWS, length);
        }
        return value(out -> driver.streamEndCapture(stream, out));
    }
}
