package io.github.diffusionelites.cuda.jcuda;

import static io.github.diffusionelites.cuda.jcuda.JCudaHandles.deviceAddress;
import static io.github.diffusionelites.cuda.jcuda.JCudaHandles.hostAddress;

import io.github.diffusionelites.cuda.driver.DriverCode;
import io.github.diffusionelites.cuda.driver.MemoryCalls;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** Calls about memory. */
interface JCudaMemoryCalls extends MemoryCalls {

    private static CUstream stream(long stream) {
        return JCudaHandles.with(new CUstream(), stream);
    }

    @Override
    default int memGetInfo(long[] freeAndTotal) {
        long[] free = new long[1];
        long[] total = new long[1];
        int code = JCudaCodes.of(() -> JCudaDriver.cuMemGetInfo(free, total));
        if (code == 0) {
            freeAndTotal[0] = free[0];
            freeAndTotal[1] = total[0];
        }
        return code;
    }

    @Override
    default int memAlloc(long bytes, long[] address) {
        return JCudaCodes.handle(address, new CUdeviceptr(), out -> JCudaDriver.cuMemAlloc(out, bytes));
    }

    @Override
    default int memFree(long address) {
        return JCudaCodes.of(() -> JCudaDriver.cuMemFree(deviceAddress(address)));
    }

    /** JCuda makes a buffer of the memory, and a buffer has less than 2 GiB: more is not supported. */
    @Override
    default int memHostAlloc(long bytes, int flags, long[] address) {
        return bytes > Integer.MAX_VALUE
                ? DriverCode.NOT_SUPPORTED
                : JCudaCodes.handle(address, new Pointer(), out -> JCudaDriver.cuMemHostAlloc(out, bytes, flags));
    }

    @Override
    default int memFreeHost(long address) {
        return JCudaCodes.of(() -> JCudaDriver.cuMemFreeHost(hostAddress(address)));
    }

    @Override
    default int memcpyHtoD(long device, long host, long bytes) {
        return JCudaCodes.of(() -> JCudaDriver.cuMemcpyHtoD(deviceAddress(device), hostAddress(host), bytes));
    }

    @Override
    default int memcpyDtoH(long host, long device, long bytes) {
        return JCudaCodes.of(() -> JCudaDriver.cuMemcpyDtoH(hostAddress(host), deviceAddress(device), bytes));
    }

    @Override
    default int memcpyDtoD(long target, long source, long bytes) {
        return JCudaCodes.of(() -> JCudaDriver.cuMemcpyDtoD(deviceAddress(target), deviceAddress(source), bytes));
    }

    @Override
    default int memcpyHtoDAsync(long device, long host, long bytes, long stream) {
        return JCudaCodes.of(
                () -> JCudaDriver.cuMemcpyHtoDAsync(deviceAddress(device), hostAddress(host), bytes, stream(stream)));
    }

    @Override
    default int memcpyDtoHAsync(long host, long device, long bytes, long stream) {
        return JCudaCodes.of(
                () -> JCudaDriver.cuMemcpyDtoHAsync(hostAddress(host), deviceAddress(device), bytes, stream(stream)));
    }

    @Override
    default int memcpyDtoDAsync(long target, long source, long bytes, long stream) {
        return JCudaCodes.of(() ->
                JCudaDriver.cuMemcpyDtoDAsync(deviceAddress(target), deviceAddress(source), bytes, stream(stream)));
    }

    @Override
    default int memsetD8(long address, byte value, long count) {
        return JCudaCodes.of(() -> JCudaDriver.cuMemsetD8(deviceAddress(address), value, count));
    }

    @Override
    default int memsetD32(long address, int value, long count) {
        return JCudaCodes.of(() -> JCudaDriver.cuMemsetD32(deviceAddress(address), value, count));
    }

    @Override
    default int memsetD8Async(long address, byte value, long count, long stream) {
        return JCudaCodes.of(() -> JCudaDriver.cuMemsetD8Async(deviceAddress(address), value, count, stream(stream)));
    }

    @Override
    default int memsetD32Async(long address, int value, long count, long stream) {
        return JCudaCodes.of(() -> JCudaDriver.cuMemsetD32Async(deviceAddress(address), value, count, stream(stream)));
    }

    @Override
    default int deviceGetDefaultMemPool(int device, long[] pool) {
        return DriverCode.NOT_SUPPORTED;
    }

    @Override
    default int memPoolSetAttribute(long pool, int attribute, long value) {
        return DriverCode.NOT_SUPPORTED;
    }
}
