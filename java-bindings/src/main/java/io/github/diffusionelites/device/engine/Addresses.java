package io.github.diffusionelites.device.engine;

import io.github.diffusionelites.device.Buffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the buffers of a recording lie, and which ones a program uses by address. */
public final class Addresses {

    private final ManagedDevice device;
    private final Set<ManagedBuffer> used = new HashSet<>();

    Addresses(ManagedDevice device) {
        this.device = device;
    }

    /**
     * Returns the address of a buffer's first element, 0 for none.
     *
     * @throws IllegalArgumentException if it belongs to another device
     * @throws IllegalStateException if it is closed
     */
    public long of(@Nullable Buffer buffer) {
        if (buffer == null) {
            return 0;
        }
        if (!(buffer instanceof ManagedBuffer mine) || !mine.belongsTo(device)) {
            throw new IllegalArgumentException(
                    "The buffer " + buffer.type() + " " + buffer.shape() + " belongs to another device.");
        }
        used.add(mine);
        return mine.address();
    }

    Set<ManagedBuffer> used() {
        return used;
    }
}
