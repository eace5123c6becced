package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.cuda.jcuda.JCudaBinding;
import io.github.diffusionelites.cuda.jcuda.interop.JCudaInterop;
import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.DriverBinding;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A program that lives in JCuda lends its context, stream and memory, and takes ours. */
@ExtendWith(OnEmulator.class)
class JCudaLoanTest {

    private static final int ROWS = 5;
    private static final int WIDTH = 4;

    private final CUdevice gpu = new CUdevice();
    private final CUcontext context = new CUcontext();
    private final CUstream stream = new CUstream();

    @BeforeEach
    void makeContext() {
        assertThat(JCudaBinding.probe().problem()).isEmpty();
        assertThat(JCudaDriver.cuInit(0)).isZero();
        assertThat(JCudaDriver.cuDeviceGet(gpu, 0)).isZero();
        assertThat(JCudaDriver.cuDevicePrimaryCtxRetain(context, gpu)).isZero();
        assertThat(JCudaDriver.cuCtxSetCurrent(context)).isZero();
        assertThat(JCudaDriver.cuStreamCreate(stream, 1)).isZero();
    }

    /** Context and stream are as they were, and nothing else is left in them. */
    @AfterEach
    void endContext() {
        assertThat(JCudaDriver.cuCtxSetCurrent(context)).isZero();
        assertThat(JCudaDriver.cuStreamSynchronize(stream)).isZero();
        assertThat(JCudaDriver.cuStreamDestroy(stream)).isZero();
        assertThat(JCudaDriver.cuDevicePrimaryCtxRelease(gpu)).isZero();
        assertThat(EmulatorControls.live().text()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRunInAContextAndAStreamOfJCuda(DriverBinding binding) {
        CUdeviceptr numbers = memory(1, 2, 3, 4);
        try (Device device = JCudaInterop.open(context, stream, DeviceOptions.DEFAULT.withBinding(binding));
                Buffer lent = JCudaInterop.wrap(device, numbers, ElementType.F32, 1, ROWS, WIDTH);
                Program program = doubling(device, lent)) {
            assertThat(JCudaInterop.context(device)).isEqualTo(context);
            assertThat(JCudaInterop.stream(device)).isEqualTo(stream);
            int launches = EmulatorControls.calls("cuGraphLaunch");
            // What the caller put into the stream comes first.
            assertThat(JCudaDriver.cuMemsetD32Async(numbers, Float.floatToRawIntBits(8), 1, stream))
                    .isZero();
            program.run(1, 0);
            assertThat(EmulatorControls.calls("cuGraphLaunch")).isEqualTo(launches + 1);
            assertThat(lent.floats()).startsWith(16, 4, 6, 8);
        }
        float[] mine = new float[WIDTH];
        assertThat(JCudaDriver.cuMemcpyDtoH(Pointer.to(mine), numbers, 16)).isZero();
        assertThat(mine).containsExactly(16, 4, 6, 8);
        assertThat(JCudaDriver.cuMemFree(numbers)).isZero();
    }

    @Test
    void shouldLendABufferToJCuda() {
        try (Device device = JCudaInterop.open(context, stream)) {
            Buffer buffer = device.allocate(ElementType.I32, 3, 2);
            buffer.write(0, new int[] {1, 2, 3, 4, 5, 6});
            int[] found = new int[2];
            CUdeviceptr pointer = JCudaInterop.pointer(buffer);
            assertThat(JCudaDriver.cuMemcpyDtoH(Pointer.to(found), pointer.withByteOffset(8), 8))
                    .isZero();
            assertThat(found).containsExactly(3, 4);
            buffer.close();
            assertThatThrownBy(() -> JCudaInterop.pointer(buffer)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldCheckIdsThatWereWrittenElsewhere() {
        try (Device device = JCudaInterop.open(context, stream);
                Buffer latents = device.allocate(ElementType.F32, 1, ROWS, WIDTH);
                Buffer mean = device.allocate(ElementType.F32, 1, WIDTH);
                Buffer ids = device.allocate(ElementType.I32, 1)) {
            Recorder recorder = new Recorder(1, ROWS);
            recorder.sampleDiagonal(recorder.rows(latents), mean, mean, ids);
            try (Program program = device.compile(recorder.finish(), PlanOptions.AUTO)) {
                program.run(1, 0);
                assertThat(JCudaDriver.cuMemsetD32(JCudaInterop.pointer(ids), -3, 1))
                        .isZero();
                assertThat(JCudaDriver.cuCtxSynchronize()).isZero();
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> program.run(1, 1))
                        .withMessageContaining("holds -3");
            }
        }
    }

    @Test
    void shouldGiveContextAndStreamOfItsOwnDevices() {
        try (Device device = new CudaProvider().open(0)) {
            assertThat(JCudaInterop.context(device)).isEqualTo(context);
            CUstream own = JCudaInterop.stream(device);
            assertThat(own).isNotEqualTo(stream);
            assertThat(JCudaDriver.cuStreamSynchronize(own)).isZero();
        }
    }

    @Test
    void shouldNotCountMemoryThatIsNotItsOwn() {
        CUdeviceptr numbers = memory(1);
        try (Device device = JCudaInterop.open(context, stream)) {
            long free = device.freeBytes();
            Buffer lent = JCudaInterop.wrap(device, numbers, ElementType.F32, ROWS, WIDTH);
            assertThat(device.freeBytes()).isEqualTo(free);
            int frees = EmulatorControls.calls("cuMemFree");
            lent.close();
            lent.close();
            assertThat(device.freeBytes()).isEqualTo(free);
            assertThat(EmulatorControls.calls("cuMemFree")).isEqualTo(frees);
        }
        assertThat(JCudaDriver.cuMemFree(numbers)).isZero();
    }

    @Test
    void shouldRefuseMemoryThatIsTooSmallOrNone() {
        CUdeviceptr numbers = memory(1);
        try (Device device = JCudaInterop.open(context, stream)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JCudaInterop.wrap(device, numbers, ElementType.F32, ROWS + 1, WIDTH))
                    .withMessageContainingAll("needs 96 bytes", "there are 80");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> JCudaInterop.wrap(device, numbers.withByteOffset(16), ElementType.F32, ROWS, WIDTH))
                    .withMessageContaining("there are 64");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JCudaInterop.wrap(device, numbers.withByteOffset(4), ElementType.F32, 1))
                    .withMessageContaining("multiple of 16");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JCudaInterop.wrap(device, new CUdeviceptr(), ElementType.F32, 1))
                    .withMessageContaining("cuMemGetAddressRange");
        }
        assertThat(JCudaDriver.cuMemFree(numbers)).isZero();
    }

    @Test
    void shouldRefuseContextsThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JCudaInterop.open(JCudaInterop.context(0x1234), stream))
                .withMessageContaining("cuCtxSetCurrent");
    }

    @Test
    void shouldRefuseDevicesThatAreNoGpu() {
        try (Device cpu = Devices.open("cpu");
                Buffer buffer = cpu.allocate(ElementType.F32, 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JCudaInterop.context(cpu))
                    .withMessageContaining("\"cpu\"");
            assertThatIllegalArgumentException().isThrownBy(() -> JCudaInterop.pointer(buffer));
        }
    }

    private static CUdeviceptr memory(float... first) {
        CUdeviceptr memory = new CUdeviceptr();
        assertThat(JCudaDriver.cuMemAlloc(memory, ROWS * WIDTH * Float.BYTES)).isZero();
        assertThat(JCudaDriver.cuMemcpyHtoD(memory, Pointer.to(first), first.length * Float.BYTES))
                .isZero();
        return memory;
    }

    private static Program doubling(Device device, Buffer numbers) {
        Recorder recorder = new Recorder(1, ROWS);
        recorder.affine(
                recorder.rows(numbers),
                recorder.rows(numbers),
                Constant.of(new float[] {2}, 1),
                Constant.of(new float[1], 1));
        return device.compile(recorder.finish(), PlanOptions.AUTO);
    }
}
