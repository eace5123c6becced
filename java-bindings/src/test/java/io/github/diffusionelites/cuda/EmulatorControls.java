package io.github.diffusionelites.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.diffusionelites.cuda.driver.DriverLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** What the emulated driver can be told and asked beyond a driver's own interface. */
final class EmulatorControls {

    private static final int TEXT_BYTES = 4096;

    private EmulatorControls() {}

    /** The order in which blocks, warps and lanes take their turns. */
    enum Schedule {
        FORWARD,
        REVERSE,
        RANDOM
    }

    /** Forgets handles, faults, counts and sticky errors, as in a new process. */
    static void reset() {
        call("emulator_reset", FunctionDescriptor.ofVoid());
    }

    /** What went wrong in the last kernel that failed: which thread, on which line. */
    static String lastError() {
        return text("emulator_last_error").text;
    }

    /** How many handles are alive, and of which kinds. */
    static Live live() {
        return text("emulator_live");
    }

    /** The names of all kernels that it has. */
    static List<String> kernels() {
        return List.of(text("emulator_kernels").text.split(" "));
    }

    static void schedule(Schedule order, long seed) {
        call("emulator_schedule", FunctionDescriptor.ofVoid(JAVA_INT, JAVA_LONG), order.ordinal(), seed);
    }

    /** Lets the nth call from now on fail. */
    static void fail(String call, int nth, int code) {
        try (Arena arena = Arena.ofConfined()) {
            call(
                    "emulator_fail",
                    FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT),
                    arena.allocateFrom(call),
                    nth,
                    code);
        }
    }

    /** How often a call was made since the last reset. */
    static int calls(String call) {
        try (Arena arena = Arena.ofConfined()) {
            return ((Number) call("emulator_calls", FunctionDescriptor.of(JAVA_INT, ADDRESS), arena.allocateFrom(call)))
                    .intValue();
        }
    }

    /** Handles that are alive. */
    record Live(int count, String text) {}

    private static Live text(String function) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(TEXT_BYTES);
            Object count = call(function, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), text, TEXT_BYTES);
            return new Live((int) count, text.getString(0));
        }
    }

    private static Object call(String function, FunctionDescriptor descriptor, Object... arguments) {
        try {
            return Linker.nativeLinker()
                    .downcallHandle(DriverLibrary.symbol(function).orElseThrow(), descriptor)
                    .invokeWithArguments(List.of(arguments));
        } catch (Throwable e) {
            throw new AssertionError("The emulated driver's " + function + " does not fit its signature.", e);
        }
    }
}
