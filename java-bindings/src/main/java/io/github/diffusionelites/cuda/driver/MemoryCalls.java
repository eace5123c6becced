package io.github.diffusionelites.cuda.driver;

/**
 * Memory of the device and pinned memory of the host. Host addresses of asynchronous copies must be pinned and must
 * stay valid until the stream has passed the copy.
 */
public interface MemoryCalls {

    /** {@code freeAndTotal[0]} and {@code [1]}: the free and all bytes of the device of the current context. */
    int memGetInfo(long[] freeAndTotal);

    /** {@code address[0]}: device memory of so many bytes, aligned to 256. */
    int memAlloc(long bytes, long[] address);

    /** Frees device memory. */
    int memFree(long address);

    /** {@code address[0]}: pinned host memory; flags as in {@code CU_MEMHOSTALLOC_*}. */
    int memHostAlloc(long bytes, int flags, long[] address);

    /** Frees pinned host memory. */
    int memFreeHost(long address);

    /** Copies from the host to the device, and waits. */
    int memcpyHtoD(long device, long host, long bytes);

    /** Copies from the device to the host, and waits. */
    int memcpyDtoH(long host, long device, long bytes);

    /** Copies within the device. */
    int memcpyDtoD(long target, long source, long bytes);

    /** Copies from pinned host memory to the device, in the order of a stream. */
    int memcpyHtoDAsync(long device, long host, long bytes, long stream);

    /** Copies from the device to pinned host memory, in the order of a stream. */
    int memcpyDtoHAsync(long host, long device, long bytes, long stream);

    /** Copies within the device, in the order of a stream. */
    int memcpyDtoDAsync(long target, long source, long bytes, long stream);

    /** Fills device memory with a byte. */
    int memsetD8(long address, byte value, long count);

    /** Fills device memory with a number of 32 bits; the address is a multiple of 4. */
    int memsetD32(long address, int value, long count);

    /** Fills device memory with a byte, in the order of a stream. */
    int memsetD8Async(long address, byte value, long count, long stream);

    /** Fills device memory with a number of 32 bits, in the order of a stream; the address is a multiple of 4. */
    int memsetD32Async(long address, int value, long count, long stream);

    /** {@code pool[0]}: the pool from which a device allocates in the order of streams. */
    int deviceGetDefaultMemPool(int device, long[] pool);

    /**
     * Sets an attribute of a pool, by its number in {@code CUmemPool_attribute}.
     *
     * @param value host address of the new value
     */
    int memPoolSetAttribute(long pool, int attribute, long value);
}
