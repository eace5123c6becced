package io.github.diffusionelites.cpu;

import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceMemoryException;
import java.util.function.Supplier;

/** What a device holds of the host's memory: buffers, workspaces and weights. Guarded by the device's lock. */
final class HeldMemory {

    private final DeviceInfo info;
    private long held;

    HeldMemory(DeviceInfo info) {
        this.info = info;
    }

    /** Returns the bytes that are still to be had, at least 0. */
    long free() {
        return Math.max(0, info.memoryBytes() - held);
    }

    /**
     * Refuses what the host cannot hold, before the operating system ends the process for it.
     *
     * @param what needs the bytes
     * @param remedy what would fit, the end of a sentence; asked for only where it is needed
     * @throws DeviceMemoryException if there are fewer than that
     */
    void require(long bytes, String what, Supplier<String> remedy) {
        if (bytes > free()) {
            throw new DeviceMemoryException(
                    "allocate",
                    0,
                    bytes,
                    "There is no memory for " + what + ": it needs " + bytes + " bytes, but of the host's "
                            + info.memoryBytes() + " this device holds " + held + " and " + free() + " are free; "
                            + remedy.get() + ".");
        }
    }

    void take(long bytes, Supplier<String> purpose) {
        held += bytes;
        NativeMemoryEvent.allocated(info.id(), purpose, bytes, held);
    }

    void giveBack(long bytes, Supplier<String> purpose) {
        held -= bytes;
        NativeMemoryEvent.freed(info.id(), purpose, bytes, held);
    }
}
