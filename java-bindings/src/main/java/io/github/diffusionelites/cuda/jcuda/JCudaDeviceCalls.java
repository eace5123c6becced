package io.github.diffusionelites.cuda.jcuda;

import io.github.diffusionelites.cuda.driver.DeviceCalls;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUuuid;
import jcuda.driver.JCudaDriver;

/** Calls about the driver, devices and contexts. */
interface JCudaDeviceCalls extends DeviceCalls {

    /** Room for the name of a device. */
    int NAME_BYTES = 256;

    private static CUdevice device(int device) {
        return JCudaHandles.with(new CUdevice(), device);
    }

    @Override
    default int init() {
        return JCudaCodes.of(() -> JCudaDriver.cuInit(0));
    }

    @Override
    default int driverGetVersion(long[] version) {
        return JCudaCodes.number(version, JCudaDriver::cuDriverGetVersion);
    }

    @Override
    default int deviceGetCount(long[] count) {
        return JCudaCodes.number(count, JCudaDriver::cuDeviceGetCount);
    }

    @Override
    default int deviceGet(int index, long[] device) {
        return JCudaCodes.handle(device, new CUdevice(), out -> JCudaDriver.cuDeviceGet(out, index));
    }

    @Override
    default int deviceGetName(int device, String[] name) {
        byte[] text = new byte[NAME_BYTES];
        int code = JCudaCodes.of(() -> JCudaDriver.cuDeviceGetName(text, NAME_BYTES, device(device)));
        if (code == 0) {
            int length = 0;
            while (length < NAME_BYTES && text[length] != 0) {
                length++;
            }
            name[0] = new String(text, 0, length, StandardCharsets.UTF_8);
        }
        return code;
    }

    @Override
    default int deviceTotalMem(int device, long[] bytes) {
        return JCudaCodes.longs(bytes, out -> JCudaDriver.cuDeviceTotalMem(out, device(device)));
    }

    @Override
    default int deviceGetAttribute(int attribute, int device, long[] value) {
        return JCudaCodes.number(value, out -> JCudaDriver.cuDeviceGetAttribute(out, attribute, device(device)));
    }

    @Override
    default int deviceGetUuid(int device, long[] uuid) {
        CUuuid id = new CUuuid();
        int code = JCudaCodes.of(() -> JCudaDriver.cuDeviceGetUuid(id, device(device)));
        if (code == 0) {
            ByteBuffer.wrap(id.bytes).asLongBuffer().get(uuid, 0, 2);
        }
        return code;
    }

    @Override
    default int devicePrimaryCtxRetain(int device, long[] context) {
        return JCudaCodes.handle(
                context, new CUcontext(), out -> JCudaDriver.cuDevicePrimaryCtxRetain(out, device(device)));
    }

    @Override
    default int devicePrimaryCtxRelease(int device) {
        return JCudaCodes.of(() -> JCudaDriver.cuDevicePrimaryCtxRelease(device(device)));
    }

    @Override
    default int ctxSetCurrent(long context) {
        return JCudaCodes.of(() -> JCudaDriver.cuCtxSetCurrent(JCudaHandles.with(new CUcontext(), context)));
    }

    @Override
    default int ctxGetCurrent(long[] context) {
        return JCudaCodes.handle(context, new CUcontext(), JCudaDriver::cuCtxGetCurrent);
    }

    @Override
    default int ctxSynchronize() {
        return JCudaCodes.of(JCudaDriver::cuCtxSynchronize);
    }

    @Override
    default int getErrorName(int code, String[] name) {
        String[] out = new String[1];
        int status = JCudaCodes.of(() -> JCudaDriver.cuGetErrorName(code, out));
        if (status == 0) {
            name[0] = Objects.requireNonNull(out[0]);
        }
        return status;
    }

    @Override
    default int getErrorString(int code, String[] text) {
        String[] out = new String[1];
        int status = JCudaCodes.of(() -> JCudaDriver.cuGetErrorString(code, out));
        if (status == 0) {
            text[0] = Objects.requireNonNull(out[0]);
        }
        return status;
    }
}
