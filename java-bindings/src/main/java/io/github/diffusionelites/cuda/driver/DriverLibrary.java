package io.github.diffusionelites.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.diffusionelites.nativelink.DynamicLinker;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code libcuda.so.1}: in the file that the system property {@code elites.cuda.driver.path} names, else where
 * the dynamic linker looks, else where the Windows Subsystem for Linux and containers have it. The library stays open for
 * the life of the process, and every later library that needs {@code libcuda.so.1} gets this one: so a process has one
 * driver, whichever binding asks first.
 */
public final class DriverLibrary {

    /** The property that names the file of the driver's library. */
    public static final String PATH_PROPERTY = "elites.cuda.driver.path";

    /** The least version that will do, 12.0. */
    public static final int LEAST_VERSION = 12_000;

    private static final String NAME = "libcuda.so.1";
    private static final List<String> PLACES =
            List.of(NAME, "/usr/lib/wsl/lib/" + NAME, "/usr/local/nvidia/lib64/" + NAME);

    /** Looks when first asked; the answer is kept, so that every later question gets the same. */
    private static final class Holder {
        static final Found FOUND = find();
    }

    private record Found(DriverProbe probe, @Nullable SymbolLookup symbols) {}

    private DriverLibrary() {}

    /** Looks for the driver and asks for its version; throws nothing and initialises nothing. */
    public static DriverProbe probe() {
        return Holder.FOUND.probe();
    }

    /** Returns the address of a function of the driver, or nothing where this driver lacks it. */
    public static Optional<MemorySegment> symbol(String function) {
        return Objects.requireNonNull(Holder.FOUND.symbols(), "no driver was found")
                .find(function);
    }

    private static Found find() {
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) {
            return none(
                    "",
                    "The CUDA device runs on Linux, be it in the Windows Subsystem for Linux, but this is " + system
                            + ".");
        }
        try {
            String property = System.getProperty(PATH_PROPERTY, "");
            List<String> places = property.isEmpty() ? PLACES : List.of(property);
            List<String> problems = new ArrayList<>();
            for (String place : places) {
                String problem = DynamicLinker.open(place);
                if (problem == null) {
                    return ask(place, SymbolLookup.libraryLookup(place, Arena.global()));
                }
                problems.add(problem);
            }
            return none(
                    "",
                    property.isEmpty()
                            ? "The NVIDIA driver cannot be loaded: " + problems.getFirst()
                                    + "; install it, or set the system property " + PATH_PROPERTY + " to the file "
                                    + NAME + " of the driver."
                            : "The NVIDIA driver cannot be loaded: " + problems.getFirst()
                                    + "; correct or remove the system property " + PATH_PROPERTY + ".");
        } catch (RuntimeException e) {
            // Such as native access that the command line denies: whoever only probes must not fail for it.
            return none("", "The NVIDIA driver cannot be loaded: " + e + ".");
        }
    }

    private static Found ask(String library, SymbolLookup symbols) {
        Optional<MemorySegment> function = symbols.find("cuDriverGetVersion");
        if (function.isEmpty()) {
            return none(
                    library,
                    "The library " + library + " is no NVIDIA driver: it lacks cuDriverGetVersion; correct"
                            + " the system property " + PATH_PROPERTY + " or the library path.");
        }
        MethodHandle handle =
                Linker.nativeLinker().downcallHandle(function.get(), FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment version = arena.allocate(JAVA_INT);
            int code = (int) handle.invokeExact(version.address());
            if (code != 0) {
                return none(
                        library,
                        "The NVIDIA driver of " + library + " does not tell its version: " + DriverCode.describe(code)
                                + ".");
            }
            return ask(library, version.get(JAVA_INT, 0), symbols);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("cuDriverGetVersion does not fit its signature.", e);
        }
    }

    private static Found ask(String library, int version, SymbolLookup symbols) {
        if (version < LEAST_VERSION) {
            return none(
                    library,
                    "The NVIDIA driver supports CUDA " + DriverProbe.text(version)
                            + ", but " + DriverProbe.text(LEAST_VERSION)
                            + " is the least that is needed; install driver 525 or a newer one.");
        }
        return new Found(new DriverProbe(library, version, ""), symbols);
    }

    private static Found none(String library, String problem) {
        return new Found(new DriverProbe(library, 0, problem), null);
    }
}
