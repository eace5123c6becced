package io.github.diffusionelites.cuda.jcuda.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.StubLibrary;
import io.github.diffusionelites.cuda.ffm.FfmDriver;
import io.github.diffusionelites.cuda.jcuda.JCudaBinding;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What JCuda made is used by our binding, and the other way round. */
@Tag("stub")
class JCudaInteropTest {

    private FfmDriver driver;

    @BeforeEach
    void open() {
        StubLibrary.install();
        assertThat(JCudaBinding.probe().problem()).isEmpty();
        assertThat(FfmDriver.probe().problem()).isEmpty();
        driver = FfmDriver.open();
    }

    @Test
    void shouldUseMemoryOfJCuda() {
        CUdeviceptr memory = new CUdeviceptr();
        assertThat(JCudaDriver.cuMemAlloc(memory, 16)).isZero();
        long address = JCudaInterop.address(memory);
        assertThat(JCudaInterop.address(memory.withByteOffset(12))).isEqualTo(address + 12);
        assertThat(driver.memsetD8(address, (byte) 9, 16)).isZero();
        byte[] values = new byte[4];
        assertThat(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), memory.withByteOffset(12), 4))
                .isZero();
        assertThat(values).containsOnly(9);
        assertThat(driver.memFree(address)).isZero();
    }

    @Test
    void shouldLendMemoryToJCuda() {
        long[] address = new long[1];
        assertThat(driver.memAlloc(16, address)).isZero();
        CUdeviceptr memory = JCudaInterop.devicePointer(address[0]);
        assertThat(JCudaInterop.address(memory)).isEqualTo(address[0]);
        assertThat(JCudaDriver.cuMemcpyHtoD(memory.withByteOffset(8), Pointer.to(new byte[] {1, 2, 3, 4}), 4))
                .isZero();
        byte[] values = new byte[4];
        assertThat(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), memory.withByteOffset(8), 4))
                .isZero();
        assertThat(values).containsExactly(1, 2, 3, 4);
        assertThat(JCudaDriver.cuMemFree(memory)).isZero();
        assertThat(driver.memFree(address[0])).as("freed already").isNotZero();
    }

    @Test
    void shouldShareContextsAndStreams() {
        CUdevice device = new CUdevice();
        assertThat(JCudaDriver.cuDeviceGet(device, 1)).isZero();
        CUcontext context = new CUcontext();
        assertThat(JCudaDriver.cuDevicePrimaryCtxRetain(context, device)).isZero();
        long[] ours = new long[1];
        assertThat(driver.devicePrimaryCtxRetain(1, ours)).isZero();
        assertThat(JCudaInterop.handle(context)).isEqualTo(ours[0]);
        assertThat(JCudaInterop.context(ours[0])).isEqualTo(context);

        CUstream stream = new CUstream();
        assertThat(JCudaDriver.cuStreamCreate(stream, 1)).isZero();
        assertThat(driver.streamSynchronize(JCudaInterop.handle(stream))).isZero();
        assertThat(JCudaInterop.stream(JCudaInterop.handle(stream))).isEqualTo(stream);
        assertThat(JCudaInterop.handle(JCudaInterop.stream(0x123456789ABCL))).isEqualTo(0x123456789ABCL);
        assertThat(driver.streamDestroy(JCudaInterop.handle(stream))).isZero();
    }
}
