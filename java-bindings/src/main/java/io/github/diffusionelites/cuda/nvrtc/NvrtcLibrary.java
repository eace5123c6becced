package io.github.diffusionelites.cuda.nvrtc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.diffusionelites.nativelink.DynamicLinker;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Finds NVRTC: in the file that the system property {@code elites.cuda.nvrtc.path} names, else {@code libnvrtc.so.13} or
 * {@code libnvrtc.so.12} where the dynamic linker looks, else in the toolkit {@code /usr/local/cuda}.
 */
public final class NvrtcLibrary {

    /** The property that names the file of the library. */
    public static final String PATH_PROPERTY = "elites.cuda.nvrtc.path";

    private static final List<String> PLACES = List.of(
            "libnvrtc.so.13",
            "libnvrtc.so.12",
            "/usr/local/cuda/lib64/libnvrtc.so.13",
            "/usr/local/cuda/lib64/libnvrtc.so.12");

    /** Looks when first asked; the answer is kept. */
    private static final class Holder {
        static final NvrtcProbe PROBE = find();
    }

    private NvrtcLibrary() {}

    /** Looks for the library and asks for its version; throws nothing. */
    public static NvrtcProbe probe() {
        return Holder.PROBE;
    }

    /** Binds a function of the library that was found; arguments: i int32, l int64 or address. */
    static MethodHandle bind(String function, String arguments) {
        return bind(Holder.PROBE.library(), function, arguments);
    }

    private static MethodHandle bind(String library, String function, String arguments) {
        MemoryLayout[] layouts = arguments
                .chars()
                .mapToObj(argument -> argument == 'i' ? JAVA_INT : JAVA_LONG)
                .toArray(MemoryLayout[]::new);
        return Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow(function),
                        FunctionDescriptor.of(JAVA_INT, layouts));
    }

    private static NvrtcProbe find() {
        String property = System.getProperty(PATH_PROPERTY, "");
        List<String> problems = new ArrayList<>();
        try {
            for (String place : property.isEmpty() ? PLACES : List.of(property)) {
                String problem = DynamicLinker.open(place);
                if (problem == null) {
                    return new NvrtcProbe(place, version(place), "");
                }
                problems.add(problem);
            }
        } catch (NoSuchElementException e) {
            problems.add("it is no NVRTC: " + e.getMessage());
        } catch (RuntimeException e) {
            // Such as native access that the command line denies: whoever only probes must not fail for it.
            problems.add(e.toString());
        }
        return new NvrtcProbe("", "", "NVRTC cannot be loaded: " + problems.getFirst() + ".");
    }

    private static String version(String library) {
        MethodHandle function = bind(library, "nvrtcVersion", "ll");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment version = arena.allocate(JAVA_INT, 2);
            int code = (int) function.invokeExact(version.address(), version.address() + Integer.BYTES);
            return code == 0 ? version.get(JAVA_INT, 0) + "." + version.get(JAVA_INT, Integer.BYTES) : "unknown";
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("nvrtcVersion does not fit its signature.", e);
        }
    }
}
