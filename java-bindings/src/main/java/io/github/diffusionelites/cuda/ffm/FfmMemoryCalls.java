package io.github.diffusionelites.cuda.ffm;

import io.github.diffusionelites.cuda.driver.MemoryCalls;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Calls about memory. */
interface FfmMemoryCalls extends MemoryCalls {

    /** Bound when first used. */
    final class Handles {
        private static final MethodHandle INFO = Downcalls.bind("cuMemGetInfo_v2", "ll");
        private static final MethodHandle ALLOC = Downcalls.bind("cuMemAlloc_v2", "ll");
        private static final MethodHandle FREE = Downcalls.bind("cuMemFree_v2", "l");
        private static final MethodHandle HOST_ALLOC = Downcalls.bind("cuMemHostAlloc", "lli");
        private static final MethodHandle FREE_HOST = Downcalls.bind("cuMemFreeHost", "l");
        private static final MethodHandle UP = Downcalls.bind("cuMemcpyHtoD_v2", "lll");
        private static final MethodHandle DOWN = Downcalls.bind("cuMemcpyDtoH_v2", "lll");
        private static final MethodHandle WITHIN = Downcalls.bind("cuMemcpyDtoD_v2", "lll");
        private static final MethodHandle UP_ASYNC = Downcalls.bind("cuMemcpyHtoDAsync_v2", "llll");
        private static final MethodHandle DOWN_ASYNC = Downcalls.bind("cuMemcpyDtoHAsync_v2", "llll");
        private static final MethodHandle WITHIN_ASYNC = Downcalls.bind("cuMemcpyDtoDAsync_v2", "llll");
        private static final MethodHandle SET_8 = Downcalls.bind("cuMemsetD8_v2", "lbl");
        private static final MethodHandle SET_32 = Downcalls.bind("cuMemsetD32_v2", "lil");
        private static final MethodHandle SET_8_ASYNC = Downcalls.bind("cuMemsetD8Async", "lbll");
        private static final MethodHandle SET_32_ASYNC = Downcalls.bind("cuMemsetD32Async", "lill");
        private static final @Nullable MethodHandle DEFAULT_POOL =
                Downcalls.bindIfThere("cuDeviceGetDefaultMemPool", "li");
        private static final @Nullable MethodHandle POOL_ATTRIBUTE =
                Downcalls.bindIfThere("cuMemPoolSetAttribute", "lil");

        private Handles() {}
    }

    /** Returns whether the driver has the calls about pools. */
    static boolean hasPools() {
        return Handles.DEFAULT_POOL != null && Handles.POOL_ATTRIBUTE != null;
    }

    @Override
    default int memGetInfo(long[] freeAndTotal) {
        return Downcalls.longs(freeAndTotal, 2, out -> (int) Handles.INFO.invokeExact(out, out + Long.BYTES));
    }

    @Override
    default int memAlloc(long bytes, long[] address) {
        return Downcalls.longs(address, 1, out -> (int) Handles.ALLOC.invokeExact(out, bytes));
    }

    @Override
    default int memFree(long address) {
        return Downcalls.call(none -> (int) Handles.FREE.invokeExact(address));
    }

    @Override
    default int memHostAlloc(long bytes, int flags, long[] address) {
        return Downcalls.longs(address, 1, out -> (int) Handles.HOST_ALLOC.invokeExact(out, bytes, flags));
    }

    @Override
    default int memFreeHost(long address) {
        return Downcalls.call(none -> (int) Handles.FREE_HOST.invokeExact(address));
    }

    @Override
    default int memcpyHtoD(long device, long host, long bytes) {
        return Downcalls.call(none -> (int) Handles.UP.invokeExact(device, host, bytes));
    }

    @Override
    default int memcpyDtoH(long host, long device, long bytes) {
        return Downcalls.call(none -> (int) Handles.DOWN.invokeExact(host, device, bytes));
    }

    @Override
    default int memcpyDtoD(long target, long source, long bytes) {
        return Downcalls.call(none -> (int) Handles.WITHIN.invokeExact(target, source, bytes));
    }

    @Override
    default int memcpyHtoDAsync(long device, long host, long bytes, long stream) {
        return Downcalls.call(none -> (int) Handles.UP_ASYNC.invokeExact(device, host, bytes, stream));
    }

    @Override
    default int memcpyDtoHAsync(long host, long device, long bytes, long stream) {
        return Downcalls.call(none -> (int) Handles.DOWN_ASYNC.invokeExact(host, device, bytes, stream));
    }

    @Override
    default int memcpyDtoDAsync(long target, long source, long bytes, long stream) {
        return Downcalls.call(none -> (int) Handles.WITHIN_ASYNC.invokeExact(target, source, bytes, stream));
    }

    @Override
    default int memsetD8(long address, byte value, long count) {
        return Downcalls.call(none -> (int) Handles.SET_8.invokeExact(address, value, count));
    }

    @Override
    default int memsetD32(long address, int value, long count) {
        return Downcalls.call(none -> (int) Handles.SET_32.invokeExact(address, value, count));
    }

    @Override
    default int memsetD8Async(long address, byte value, long count, long stream) {
        return Downcalls.call(none -> (int) Handles.SET_8_ASYNC.invokeExact(address, value, count, stream));
    }

    @Override
    default int memsetD32Async(long address, int value, long count, long stream) {
        return Downcalls.call(none -> (int) Handles.SET_32_ASYNC.invokeExact(address, value, count, stream));
    }

    @Override
    default int deviceGetDefaultMemPool(int device, long[] pool) {
        MethodHandle handle = Handles.DEFAULT_POOL;
        return handle == null
                ? Downcalls.unsupported()
                : Downcalls.longs(pool, 1, out -> (int) handle.invokeExact(out, device));
    }

    @Override
    default int memPoolSetAttribute(long pool, int attribute, long value) {
        MethodHandle handle = Handles.POOL_ATTRIBUTE;
        return handle == null
                ? Downcalls.unsupported()
                : Downcalls.call(none -> (int) handle.invokeExact(pool, attribute, value));
    }
}
