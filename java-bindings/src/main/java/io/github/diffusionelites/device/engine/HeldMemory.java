package io.github.diffusionelites.device.engine;

import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceMemoryException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a device holds of its memory: buffers, workspaces and weights. Guarded by the lock of the {@link ManagedDevice}.
 */
public final class HeldMemory {

    private final DeviceInfo info;
    private final String owner;
    private final LongSupplier left;
    private long held;

    /**
     * Begins with nothing held.
     *
     * @param owner whose memory it is, for messages: "host"
     */
    public HeldMemory(DeviceInfo info, String owner) {
        this(info, owner, () -> Long.MAX_VALUE);
    }

    /**
     * Begins with nothing held of memory that others take from, too.
     *
     * @param owner whose memory it is, for messages: "GPU"
     * @param left returns the bytes that nobody holds
     */
    public HeldMemory(DeviceInfo info, String owner, LongSupplier left) {
        this.info = info;
        this.owner = owner;
        this.left = left;
    }

    /** Returns the bytes that are still to be had, at least 0. */
    public long free() {
        return Math.max(0, Math.min(info.memoryBytes() - held, left.getAsLong()));
    }

    /**
     * Refuses what the device cannot hold, before the operating system ends the process for it.
     *
     * @param what needs the bytes
     * @param remedy what would fit, the end of a sentence; asked for only where it is needed
     * @throws DeviceMemoryException if there are fewer than that
     */
    public void require(long bytes, String what, Supplier<String> remedy) {
        long free = free();
        if (bytes > free) {
            throw new DeviceMemoryException(
                    "allocate",
                    0,
                    bytes,
                    "There is no memory for " + what + ": it needs " + bytes + " bytes, but of the " + owner + "'s "
                            + info.memoryBytes() + " this device holds " + held + " and " + free + " are free; "
                            + remedy.get() + ".");
        }
    }

    /** Counts bytes that were allocated. */
    public void take(long bytes, Supplier<String> purpose) {
        held += bytes;
        NativeMemoryEvent.allocated(info.id(), purpose, bytes, held);
    }

    /** Counts bytes that were freed. */
    public void giveBack(long bytes, Supplier<String> purpose) {
        held -= bytes;
        NativeMemoryEvent.freed(info.id(), purpose, bytes, held);
    }
}
