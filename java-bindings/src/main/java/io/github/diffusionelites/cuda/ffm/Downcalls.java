package io.github.diffusionelites.cuda.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.diffusionelites.cuda.driver.DriverCode;
import io.github.diffusionelites.cuda.driver.DriverLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** How functions of the driver are bound and called. */
final class Downcalls {

    /** Longer names of devices are cut by the driver. */
    private static final long LONGEST_TEXT = 4096;

    private Downcalls() {}

    /** A call with the address of a place for its results; an exception that it throws is a defect here. */
    interface Call {
        int invoke(long results) throws Throwable;
    }

    /** Binds a function; arguments: i int32, l int64, size or address, b byte. The result is an int32. */
    static MethodHandle bind(String function, String arguments) {
        MethodHandle handle = bindIfThere(function, arguments);
        if (handle == null) {
            throw new MissingFunctionException(function);
        }
        return handle;
    }

    /** Like {@link #bind}, for a function that a driver may lack. */
    static @Nullable MethodHandle bindIfThere(String function, String arguments) {
        MemoryLayout[] layouts = arguments
                .chars()
                .mapToObj(argument -> switch (argument) {
                    case 'i' -> JAVA_INT;
                    case 'l' -> JAVA_LONG;
                    case 'b' -> JAVA_BYTE;
                    default -> throw new AssertionError("No layout for " + (char) argument);
                })
                .toArray(MemoryLayout[]::new);
        return DriverLibrary.symbol(function)
                .map(symbol -> Linker.nativeLinker().downcallHandle(symbol, FunctionDescriptor.of(JAVA_INT, layouts)))
                .orElse(null);
    }

    /** Calls a function without results. */
    static int call(Call call) {
        try {
            return call.invoke(0);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw mismatch(e);
        }
    }

    /** Calls a function that gives an address, a handle or a size. */
    static int longs(long[] results, int count, Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(JAVA_LONG, count);
            int code = call.invoke(values.address());
            if (code == 0) {
                MemorySegment.copy(values, JAVA_LONG, 0, results, 0, count);
            }
            return code;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw mismatch(e);
        }
    }

    /** Calls a function that gives a number of 32 bits. */
    static int number(long[] result, Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            int code = call.invoke(value.address());
            if (code == 0) {
                result[0] = value.get(JAVA_INT, 0);
            }
            return code;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw mismatch(e);
        }
    }

    /** Calls a function that gives the address of a text of the driver. */
    static int text(String[] text, Call call) {
        long[] address = new long[1];
        int code = longs(address, 1, call);
        if (code == 0) {
            text[0] = MemorySegment.ofAddress(address[0])
                    .reinterpret(LONGEST_TEXT)
                    .getString(0);
        }
        return code;
    }

    /** What a call returns that this driver lacks. */
    static int unsupported() {
        return DriverCode.NOT_SUPPORTED;
    }

    static AssertionError mismatch(Throwable e) {
        return new AssertionError("A call of the driver does not fit its signature.", e);
    }

    /** The driver lacks a function that is needed. */
    static final class MissingFunctionException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MissingFunctionException(String function) {
            super(function);
        }
    }
}
