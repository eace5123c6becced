package io.github.diffusionelites.cuda.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.diffusionelites.cuda.driver.DeviceCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;

/** Calls about the driver, devices and contexts. */
interface FfmDeviceCalls extends DeviceCalls {

    /** Bound when first used. */
    final class Handles {
        private static final MethodHandle INIT = Downcalls.bind("cuInit", "i");
        private static final MethodHandle VERSION = Downcalls.bind("cuDriverGetVersion", "l");
        private static final MethodHandle COUNT = Downcalls.bind("cuDeviceGetCount", "l");
        private static final MethodHandle GET = Downcalls.bind("cuDeviceGet", "li");
        private static final MethodHandle NAME = Downcalls.bind("cuDeviceGetName", "lii");
        private static final MethodHandle TOTAL_MEM = Downcalls.bind("cuDeviceTotalMem_v2", "li");
        private static final MethodHandle ATTRIBUTE = Downcalls.bind("cuDeviceGetAttribute", "lii");
        private static final MethodHandle UUID = Downcalls.bind("cuDeviceGetUuid", "li");
        private static final MethodHandle RETAIN = Downcalls.bind("cuDevicePrimaryCtxRetain", "li");
        private static final MethodHandle RELEASE = Downcalls.bind("cuDevicePrimaryCtxRelease_v2", "i");
        private static final MethodHandle SET_CURRENT = Downcalls.bind("cuCtxSetCurrent", "l");
        private static final MethodHandle GET_CURRENT = Downcalls.bind("cuCtxGetCurrent", "l");
        private static final MethodHandle SYNCHRONIZE = Downcalls.bind("cuCtxSynchronize", "");
        private static final MethodHandle ERROR_NAME = Downcalls.bind("cuGetErrorName", "il");
        private static final MethodHandle ERROR_STRING = Downcalls.bind("cuGetErrorString", "il");
        private static final ValueLayout.OfLong BIG_ENDIAN = JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);
        private static final int NAME_BYTES = 256;

        private Handles() {}
    }

    @Override
    default int init() {
        return Downcalls.call(none -> (int) Handles.INIT.invokeExact(0));
    }

    @Override
    default int driverGetVersion(long[] version) {
        return Downcalls.number(version, out -> (int) Handles.VERSION.invokeExact(out));
    }

    @Override
    default int deviceGetCount(long[] count) {
        return Downcalls.number(count, out -> (int) Handles.COUNT.invokeExact(out));
    }

    @Override
    default int deviceGet(int index, long[] device) {
        return Downcalls.number(device, out -> (int) Handles.GET.invokeExact(out, index));
    }

    @Override
    default int deviceGetName(int device, String[] name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(Handles.NAME_BYTES);
            long address = text.address();
            int code = Downcalls.call(none -> (int) Handles.NAME.invokeExact(address, Handles.NAME_BYTES, device));
            if (code == 0) {
                name[0] = text.getString(0);
            }
            return code;
        }
    }

    @Override
    default int deviceTotalMem(int device, long[] bytes) {
        return Downcalls.longs(bytes, 1, out -> (int) Handles.TOTAL_MEM.invokeExact(out, device));
    }

    @Override
    default int deviceGetAttribute(int attribute, int device, long[] value) {
        return Downcalls.number(value, out -> (int) Handles.ATTRIBUTE.invokeExact(out, attribute, device));
    }

    @Override
    default int deviceGetUuid(int device, long[] uuid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(16, Long.BYTES);
            long address = bytes.address();
            int code = Downcalls.call(none -> (int) Handles.UUID.invokeExact(address, device));
            if (code == 0) {
                uuid[0] = bytes.get(Handles.BIG_ENDIAN, 0);
                uuid[1] = bytes.get(Handles.BIG_ENDIAN, Long.BYTES);
            }
            return code;
        }
    }

    @Override
    default int devicePrimaryCtxRetain(int device, long[] context) {
        return Downcalls.longs(context, 1, out -> (int) Handles.RETAIN.invokeExact(out, device));
    }

    @Override
    default int devicePrimaryCtxRelease(int device) {
        return Downcalls.call(none -> (int) Handles.RELEASE.invokeExact(device));
    }

    @Override
    default int ctxSetCurrent(long context) {
        return Downcalls.call(none -> (int) Handles.SET_CURRENT.invokeExact(context));
    }

    @Override
    default int ctxGetCurrent(long[] context) {
        return Downcalls.longs(context, 1, out -> (int) Handles.GET_CURRENT.invokeExact(out));
    }

    @Override
    default int ctxSynchronize() {
        return Downcalls.call(none -> (int) Handles.SYNCHRONIZE.invokeExact());
    }

    @Override
    default int getErrorName(int code, String[] name) {
        return Downcalls.text(name, out -> (int) Handles.ERROR_NAME.invokeExact(code, out));
    }

    @Override
    default int getErrorString(int code, String[] text) {
        return Downcalls.text(text, out -> (int) Handles.ERROR_STRING.invokeExact(code, out));
    }
}
