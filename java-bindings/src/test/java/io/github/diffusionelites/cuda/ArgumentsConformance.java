package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.driver.Capability;
import io.github.diffusionelites.cuda.driver.Driver;
import io.github.diffusionelites.cuda.driver.DriverCode;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * That every call of a binding reaches its function of the driver with the arguments in their places, and that results
 * come back. The stub writes down what it gets; every argument has another value.
 */
@Tag("stub")
abstract class ArgumentsConformance {

    private final NotedCalls<Driver> noted = new NotedCalls<>(Driver.class);
    private Driver driver;
    private long[] one = {-1};
    private long[] two = {-1, -1};

    abstract Driver open();

    @BeforeEach
    void install() {
        StubLibrary.install();
        StubLibrary.clear();
        driver = noted.around(open());
    }

    @Test
    void shouldPassEveryArgumentOfEveryCall() {
        checkDevices();
        checkMemory();
        checkModules();
        checkStreamsAndEvents();
        checkGraphs();
        assertThat(driver.binding()).isIn("ffm", "jcuda");
        noted.assertComplete();
    }

    private void checkDevices() {
        expect(driver.init(), "cuInit(0)");
        expect(driver.driverGetVersion(one), "cuDriverGetVersion()", 13_000);
        expect(driver.deviceGetCount(one), "cuDeviceGetCount()", 2);
        expect(driver.deviceGet(1, one), "cuDeviceGet(1)", 1);
        String[] text = new String[1];
        expect(driver.deviceGetName(1, text), "cuDeviceGetName(256 1)");
        assertThat(text[0]).isEqualTo("Stub 1");
        expect(driver.deviceTotalMem(1, one), "cuDeviceTotalMem_v2(1)", 1L << 30);
        expect(driver.deviceGetAttribute(75, 1, one), "cuDeviceGetAttribute(75 1)", 1075);
        expect(driver.deviceGetUuid(1, two), "cuDeviceGetUuid(1)");
        assertThat(two).containsExactly(0xF0F1F2F3F4F5F6F7L, 0xF8F9FAFBFCFDFEFFL);
        expect(driver.devicePrimaryCtxRetain(1, one), "cuDevicePrimaryCtxRetain(1)", 0xC0000000C001L);
        expect(driver.devicePrimaryCtxRelease(1), "cuDevicePrimaryCtxRelease_v2(1)");
        expect(driver.ctxSetCurrent(0x123456789AL), "cuCtxSetCurrent(123456789a)");
        expect(driver.ctxGetCurrent(one), "cuCtxGetCurrent()", 0x123456789AL);
        expect(driver.ctxSynchronize(), "cuCtxSynchronize()");
        expect(driver.getErrorName(2, text), "cuGetErrorName(2)");
        assertThat(text[0]).isEqualTo("CUDA_ERROR_OUT_OF_MEMORY");
        expect(driver.getErrorString(2, text), "cuGetErrorString(2)");
        assertThat(text[0]).isEqualTo("out of memory");
    }

    private void checkMemory() {
        long device = allocated(driver.memAlloc(4096, one), "cuMemAlloc_v2(4096)");
        long other = allocated(driver.memAlloc(2048, one), "cuMemAlloc_v2(2048)");
        long host = allocated(driver.memHostAlloc(1024, 3, one), "cuMemHostAlloc(1024 3)");
        expect(driver.memGetInfo(two), "cuMemGetInfo_v2()");
        assertThat(two).containsExactly((1L << 30) - 7168, 1L << 30);
        expect(driver.memcpyHtoD(device, host, 16), call("cuMemcpyHtoD_v2(%x %x 16)", device, host));
        expect(driver.memcpyDtoH(host, device, 17), call("cuMemcpyDtoH_v2(%x %x 17)", host, device));
        expect(driver.memcpyDtoD(other, device, 18), call("cuMemcpyDtoD_v2(%x %x 18)", other, device));
        expect(driver.memcpyHtoDAsync(device, host, 19, 7), call("cuMemcpyHtoDAsync_v2(%x %x 19 7)", device, host));
        expect(driver.memcpyDtoHAsync(host, device, 20, 8), call("cuMemcpyDtoHAsync_v2(%x %x 20 8)", host, device));
        expect(driver.memcpyDtoDAsync(other, device, 21, 9), call("cuMemcpyDtoDAsync_v2(%x %x 21 9)", other, device));
        expect(driver.memsetD8(device, (byte) 200, 22), call("cuMemsetD8_v2(%x 200 22)", device));
        expect(driver.memsetD32(device, -2, 23), call("cuMemsetD32_v2(%x 4294967294 23)", device));
        expect(driver.memsetD8Async(device, (byte) 3, 24, 5), call("cuMemsetD8Async(%x 3 24 5)", device));
        expect(driver.memsetD32Async(device, 4, 25, 6), call("cuMemsetD32Async(%x 4 25 6)", device));
        expect(driver.memFreeHost(host), call("cuMemFreeHost(%x)", host));
        expect(driver.memFree(other), call("cuMemFree_v2(%x)", other));
        expect(driver.memFree(device), call("cuMemFree_v2(%x)", device));
        if (has(Capability.POOL_ATTRIBUTES, driver.deviceGetDefaultMemPool(1, one))) {
            expect(DriverCode.SUCCESS, "cuDeviceGetDefaultMemPool(1)", 0xB001);
        }
        if (has(Capability.POOL_ATTRIBUTES, driver.memPoolSetAttribute(0xB001, 4, 0xABCL))) {
            expect(DriverCode.SUCCESS, "cuMemPoolSetAttribute(b001 4 abc)");
        }
    }

    private void checkModules() {
        try (Arena arena = Arena.ofConfined()) {
            long image = arena.allocateFrom("ELITES KERNELS WERE NOT BUILT\n").address();
            long log = arena.allocate(64).address();
            // JCuda takes an address only by the call with options.
            assertThat(driver.moduleLoadData(image, one)).isZero();
            assertThat(calls())
                    .containsAnyOf(call("cuModuleLoadData(%x)", image), call("cuModuleLoadDataEx(%x 0)", image))
                    .hasSize(1);
            assertThat(one[0]).isEqualTo(0xAAAA);
            expect(
                    driver.moduleLoadDataEx(image, log, 64, one),
                    call("cuModuleLoadDataEx(%x 2 5 6 %x 64)", image, log),
                    0xAAAA);
            expect(driver.moduleGetFunction(0xAAAA, "rescale", one), "cuModuleGetFunction(aaaa rescale)", 0xF111);
            expect(driver.moduleGetGlobal(0xAAAA, "stub_variable", two), "cuModuleGetGlobal_v2(aaaa stub_variable)");
            assertThat(two[1]).isEqualTo(4);
            assertThat(Native.at(two[0], 4).get(ValueLayout.JAVA_INT, 0)).isEqualTo(42);
            expect(driver.funcGetAttribute(8, 0xF111, one), "cuFuncGetAttribute(8 f111)", 1024);
            expect(driver.funcSetAttribute(0xF111, 9, 5000), "cuFuncSetAttribute(f111 9 5000)");
            if (has(Capability.PARAMETER_INFO, driver.funcGetParamInfo(0xF111, 0, two))) {
                expect(DriverCode.SUCCESS, "cuFuncGetParamInfo(f111 0)");
                assertThat(two).containsExactly(0, 32);
            }
            expect(
                    driver.occupancyMaxActiveBlocksPerMultiprocessor(0xF111, 256, 1000, one),
                    "cuOccupancyMaxActiveBlocksPerMultiprocessor(f111 256 1000)",
                    8);
            long rows = allocated(driver.memAlloc(64, one), "cuMemAlloc_v2(64)");
            expect(driver.memsetD32(rows, 0x3F800000, 16), call("cuMemsetD32_v2(%x 1065353216 16)", rows));
            long parameters = Native.rescale(arena, rows, rows, 4, 4, 6);
            expect(
                    driver.launchKernel(0xF111, 11, 12, 13, 4, 5, 6, 777, 0x99, parameters),
                    call("cuLaunchKernel(f111 11 12 13 4 5 6 777 99 %x 0)", parameters));
            assertThat(Native.at(rows, 64).toArray(ValueLayout.JAVA_FLOAT)).containsOnly(3);
            expect(driver.memFree(rows), call("cuMemFree_v2(%x)", rows));
            if (has(Capability.LAUNCH_EX, driver.launchKernelEx(0x77, 0xF111, parameters))) {
                expect(DriverCode.SUCCESS, call("cuLaunchKernelEx(77 f111 %x 0)", parameters));
            }
            expect(driver.moduleUnload(0xAAAA), "cuModuleUnload(aaaa)");
        }
    }

    private void checkStreamsAndEvents() {
        long stream = allocated(driver.streamCreate(1, one), "cuStreamCreate(1)");
        long event = allocated(driver.eventCreate(2, one), "cuEventCreate(2)");
        assertThat(event).isNotEqualTo(stream);
        expect(driver.streamSynchronize(stream), call("cuStreamSynchronize(%x)", stream));
        expect(driver.streamQuery(stream), call("cuStreamQuery(%x)", stream));
        expect(driver.streamWaitEvent(stream, event, 0), call("cuStreamWaitEvent(%x %x 0)", stream, event));
        expect(driver.eventRecord(event, stream), call("cuEventRecord(%x %x)", event, stream));
        expect(driver.eventSynchronize(event), call("cuEventSynchronize(%x)", event));
        expect(driver.eventQuery(event), call("cuEventQuery(%x)", event));
        float[] time = new float[1];
        expect(driver.eventElapsedTime(0x51, 0x52, time), "cuEventElapsedTime(51 52)");
        assertThat(time[0]).isEqualTo(1.5f);
        expect(driver.eventDestroy(event), call("cuEventDestroy_v2(%x)", event));
        expect(driver.streamDestroy(stream), call("cuStreamDestroy_v2(%x)", stream));
    }

    private void checkGraphs() {
        long stream = 0x77;
        expect(driver.streamBeginCapture(stream, 1), "cuStreamBeginCapture_v2(77 1)");
        expect(driver.streamIsCapturing(stream, one), "cuStreamIsCapturing(77)", 1);
        long graph = allocated(driver.streamEndCapture(stream, one), "cuStreamEndCapture(77)");
        long exec = allocated(driver.graphInstantiate(graph, 5, one), call("cuGraphInstantiateWithFlags(%x 5)", graph));
        expect(driver.graphUpload(exec, stream), call("cuGraphUpload(%x 77)", exec));
        expect(driver.graphLaunch(exec, stream), call("cuGraphLaunch(%x 77)", exec));
        expect(driver.graphGetNodes(graph, one), call("cuGraphGetNodes(%x 0)", graph), 0);
        if (has(Capability.GRAPH_UPDATE, driver.graphExecUpdate(exec, graph, one))) {
            expect(DriverCode.SUCCESS, call("cuGraphExecUpdate_v2(%x %x)", exec, graph), 0);
        }
        expect(driver.graphExecDestroy(exec), call("cuGraphExecDestroy(%x)", exec));
        expect(driver.graphDestroy(graph), call("cuGraphDestroy(%x)", graph));
    }

    /** Returns whether a capability is there; where it is not, the call must say so and reach no driver. */
    private boolean has(Capability capability, int code) {
        if (driver.supports(capability)) {
            assertThat(code).isZero();
            return true;
        }
        assertThat(code).isEqualTo(DriverCode.NOT_SUPPORTED);
        assertThat(calls()).isEmpty();
        return false;
    }

    private long allocated(int code, String call) {
        expect(code, call);
        assertThat(one[0]).as("result of " + call).isPositive();
        return one[0];
    }

    private void expect(int code, String call, long result) {
        expect(code, call);
        assertThat(one[0]).as("result of " + call).isEqualTo(result);
    }

    private void expect(int code, String call) {
        assertThat(code).as(call).isZero();
        assertThat(calls()).containsExactly(call);
    }

    private static List<String> calls() {
        List<String> calls = StubLibrary.calls();
        StubLibrary.clear();
        return calls;
    }

    private static String call(String format, Object... arguments) {
        return String.format(format, arguments);
    }
}
