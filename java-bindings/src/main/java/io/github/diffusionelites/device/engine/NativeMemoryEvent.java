package io.github.diffusionelites.device.engine;

import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** Tells a flight recording of memory that a device took or gave back; costs nothing where none is made. */
@Name("io.github.diffusionelites.NativeMemory")
@Label("Native Memory")
@Category("Diffusion Elites")
@Description("A device allocated or freed native memory of a buffer, a workspace or weights")
final class NativeMemoryEvent extends Event {

    @Label("Device")
    @Description("Identifier of the device, for example cpu")
    @Nullable
    String device;

    @Label("Action")
    @Description("allocate or free")
    @Nullable
    String action;

    @Label("Purpose")
    @Description("A buffer with its type and shape, a workspace, or weights with their shape")
    @Nullable
    String purpose;

    @Label("Bytes")
    @DataAmount
    long bytes;

    @Label("Held")
    @Description("What the device holds after this")
    @DataAmount
    long held;

    static void allocated(String device, Supplier<String> purpose, long bytes, long held) {
        tell("allocate", device, purpose, bytes, held);
    }

    static void freed(String device, Supplier<String> purpose, long bytes, long held) {
        tell("free", device, purpose, bytes, held);
    }

    private static void tell(String action, String device, Supplier<String> purpose, long bytes, long held) {
        NativeMemoryEvent event = new NativeMemoryEvent();
        if (event.shouldCommit()) {
            event.device = device;
            event.action = action;
            event.purpose = purpose.get();
            event.bytes = bytes;
            event.held = held;
            event.commit();
        }
    }
}
