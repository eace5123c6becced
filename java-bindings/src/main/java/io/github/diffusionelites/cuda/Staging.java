package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.engine.Cleanup;
import java.lang.foreign.MemorySegment;

/**
 * Pinned memory that copies go through, on a stream of their own. A copy is done when a method returns: copies of the
 * driver that take no stream may return before a stream like ours would see what they wrote. Java heap is never handed to
 * the driver, which may read it after the collector has moved it.
 */
final class Staging implements AutoCloseable {

    private static final int BYTES = 8 << 20;

    private final CudaContext context;
    private final long stream;
    private final long pinned;
    private final MemorySegment host;

    Staging(CudaContext context) {
        this.context = context;
        this.stream = context.driver().streams().create();
        try {
            this.pinned = context.driver().memory().allocatePinned(BYTES, 0);
        } catch (RuntimeException e) {
            Cleanup.after(e, () -> context.driver().streams().destroy(stream));
            throw e;
        }
        this.host = MemorySegment.ofAddress(pinned).reinterpret(BYTES);
    }

    synchronized void write(long address, MemorySegment source) {
        context.enter();
        for (long first = 0; first < source.byteSize(); first += BYTES) {
            long bytes = Math.min(BYTES, source.byteSize() - first);
            MemorySegment.copy(source, first, host, 0, bytes);
            context.driver().memory().copyToDevice(address + first, pinned, bytes, stream);
            context.driver().streams().synchronize(stream);
        }
    }

    synchronized void read(long address, MemorySegment target) {
        context.enter();
        for (long first = 0; first < target.byteSize(); first += BYTES) {
            long bytes = Math.min(BYTES, target.byteSize() - first);
            context.driver().memory().copyToHost(pinned, address + first, bytes, stream);
            context.driver().streams().synchronize(stream);
            MemorySegment.copy(host, 0, target, first, bytes);
        }
    }

    synchronized void zero(long address, long bytes) {
        context.enter();
        context.driver().memory().fill(address, (byte) 0, bytes, stream);
        context.driver().streams().synchronize(stream);
    }

    @Override
    public void close() {
        Cleanup.all(
                () -> context.driver().memory().freePinned(pinned),
                () -> context.driver().streams().destroy(stream));
    }
}
