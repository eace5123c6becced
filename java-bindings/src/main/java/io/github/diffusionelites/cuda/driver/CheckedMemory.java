package io.github.diffusionelites.cuda.driver;

import io.github.diffusionelites.device.DeviceMemoryException;

/** Calls about memory, with exceptions; see {@link CheckedDriver}. */
public final class CheckedMemory {

    private final DriverGuard guard;

    CheckedMemory(DriverGuard guard) {
        this.guard = guard;
    }

    /**
     * The memory of a device.
     *
     * @param free bytes that can be allocated, more or less
     * @param total all bytes
     */
    public record Capacity(long free, long total) {}

    /** Returns how much memory the device of the current context has. */
    public Capacity capacity() {
        long[] freeAndTotal = new long[2];
        guard.check("cuMemGetInfo", guard.driver().memGetInfo(freeAndTotal));
        return new Capacity(freeAndTotal[0], freeAndTotal[1]);
    }

    /**
     * Returns the address of new device memory.
     *
     * @throws DeviceMemoryException if the device has too little; the message has the bytes requested, free and in all
     */
    public long allocate(long bytes) {
        long[] address = new long[1];
        int code = guard.driver().memAlloc(bytes, address);
        if (code == DriverCode.OUT_OF_MEMORY) {
            throw tooLarge(bytes);
        }
        guard.check("cuMemAlloc", code, bytes);
        return address[0];
    }

    /** Frees device memory. */
    public void free(long address) {
        guard.free("cuMemFree", Driver::memFree, address);
    }

    /**
     * Returns the address of new pinned host memory.
     *
     * @param flags as in {@code CU_MEMHOSTALLOC_*}
     * @throws DeviceMemoryException if there is too little
     */
    public long allocatePinned(long bytes, int flags) {
        long[] address = new long[1];
        int code = guard.driver().memHostAlloc(bytes, flags, address);
        if (code == DriverCode.OUT_OF_MEMORY) {
            throw new DeviceMemoryException(
                    "cuMemHostAlloc",
                    code,
                    bytes,
                    "The host cannot pin " + bytes + " bytes of memory; use a smaller population or end other"
                            + " programs.");
        }
        guard.check("cuMemHostAlloc", code, bytes);
        return address[0];
    }

    /** Frees pinned host memory. */
    public void freePinned(long address) {
        guard.free("cuMemFreeHost", Driver::memFreeHost, address);
    }

    /** Copies from the host to the device, and waits. */
    public void copyToDevice(long device, long host, long bytes) {
        guard.check("cuMemcpyHtoD", guard.driver().memcpyHtoD(device, host, bytes), bytes);
    }

    /** Copies from the device to the host, and waits. */
    public void copyToHost(long host, long device, long bytes) {
        guard.check("cuMemcpyDtoH", guard.driver().memcpyDtoH(host, device, bytes), bytes);
    }

    /** Copies within the device. */
    public void copy(long target, long source, long bytes) {
        guard.check("cuMemcpyDtoD", guard.driver().memcpyDtoD(target, source, bytes), bytes);
    }

    /** Copies from pinned host memory to the device, in the order of a stream. */
    public void copyToDevice(long device, long host, long bytes, long stream) {
        guard.check("cuMemcpyHtoDAsync", guard.driver().memcpyHtoDAsync(device, host, bytes, stream), bytes);
    }

    /** Copies from the device to pinned host memory, in the order of a stream. */
    public void copyToHost(long host, long device, long bytes, long stream) {
        guard.check("cuMemcpyDtoHAsync", guard.driver().memcpyDtoHAsync(host, device, bytes, stream), bytes);
    }

    /** Copies within the device, in the order of a stream. */
    public void copy(long target, long source, long bytes, long stream) {
        guard.check("cuMemcpyDtoDAsync", guard.driver().memcpyDtoDAsync(target, source, bytes, stream), bytes);
    }

    /** Fills device memory with a byte. */
    public void fill(long address, byte value, long count) {
        guard.check("cuMemsetD8", guard.driver().memsetD8(address, value, count), count);
    }

    /** Fills device memory with a number of 32 bits, so many times. */
    public void fill(long address, int value, long count) {
        guard.check("cuMemsetD32", guard.driver().memsetD32(address, value, count), Integer.BYTES * count);
    }

    /** Fills device memory with a byte, in the order of a stream. */
    public void fill(long address, byte value, long count, long stream) {
        guard.check("cuMemsetD8Async", guard.driver().memsetD8Async(address, value, count, stream), count);
    }

    /** Fills device memory with a number of 32 bits, so many times, in the order of a stream. */
    public void fill(long address, int value, long count, long stream) {
        guard.check(
                "cuMemsetD32Async",
                guard.driver().memsetD32Async(address, value, count, stream),
                Integer.BYTES * count);
    }

    private DeviceMemoryException tooLarge(long bytes) {
        long[] freeAndTotal = new long[2];
        int code = guard.driver().memGetInfo(freeAndTotal);
        String room = code == DriverCode.SUCCESS
                ? freeAndTotal[0] + " of " + freeAndTotal[1] + " bytes are free"
                : "how much is free is not known, as cuMemGetInfo failed with " + DriverCode.title(code);
        return new DeviceMemoryException(
                "cuMemAlloc",
                DriverCode.OUT_OF_MEMORY,
                bytes,
                "The GPU cannot give " + bytes + " bytes of memory: " + room
                        + "; use a smaller population or end other programs on the GPU.");
    }
}
