package io.github.diffusionelites.device.engine;

import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceMemoryException;
import java.util.function.Supplier;

/**
 * What a device holds of its memory: buffers, workspaces and weights. Guarded by the lock of the {@link ManagedDevice}.
 */
public final class HeldMemory {

    private final DeviceInfo info;
    private final String owner;
    private long held;

    /**
     * Begins with nothing held.
     *
     * @param owner whose memory it is, for messages: "host"
     */
    public HeldMemory(DeviceInfo info, String owner) {
        this.info = info;
        this.owner = owner;
    }

    /** Returns the bytes that are still to be had, at least 0. */
    public long free() {
        return Math.max(0, info.memoryBytes() - held);
    }

    /**
     * Refuses what the device cannot hold, before the operating system ends the process for it.
     *
     * @param what needs the bytes
     * @param remedy what would fit, the end of a sentence; asked for only where it is needed
     * @throws DeviceMemoryException if there are fewer than that
     */
    public void require(long bytes, String what, Supplier<String> remedy) {
        if (bytes > free()) {
            throw new DeviceMemoryException(
                    "allocate",
                    0,
                    bytes,
                    "There is no memory for " + what + ": it needs " + bytes + " bytes, but of the " + owner + "'s "
                            + info.memoryBytes() + " this device holds " + held + " and " + free() + " are free; "
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
