package io.github.diffusionelites.cpu;

import io.github.diffusionelites.device.DeviceUnavailableException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds and loads {@code libelites.so}: in the directory that the system property {@code elites.native.path} names,
 * else from the class path or the module path, unpacked by {@link NativeCache}. The library stays loaded for the life of the process.
 */
final class NativeLibrary {

    static final String PATH_PROPERTY = "elites.native.path";
    private static final String LIBRARY = "libelites.so";

    /** Loads when first asked; a failure is kept, so that every later question gets the same answer. */
    private static final class Holder {
        static final @Nullable SymbolLookup LOOKUP;
        static final @Nullable DeviceUnavailableException FAILURE;

        static {
            @Nullable SymbolLookup lookup = null;
            @Nullable DeviceUnavailableException failure = null;
            try {
                lookup = load();
            } catch (DeviceUnavailableException e) {
                failure = e;
            }
            LOOKUP = lookup;
            FAILURE = failure;
        }
    }

    private NativeLibrary() {}

    /**
     * Returns the symbols of the library.
     *
     * @throws DeviceUnavailableException if it cannot be loaded; the message says why
     */
    static SymbolLookup lookup() {
        if (Holder.FAILURE != null) {
            throw Holder.FAILURE;
        }
        return Objects.requireNonNull(Holder.LOOKUP);
    }

    private static SymbolLookup load() {
        String os = System.getProperty("os.name");
        String architecture = System.getProperty("os.arch");
        if (!os.equals("Linux") || !architecture.equals("amd64")) {
            throw new DeviceUnavailableException(
                    "The CPU device runs on Linux x86-64, but this is " + os + " " + architecture + ".");
        }
        String directory = System.getProperty(PATH_PROPERTY);
        Path library = directory == null || directory.isEmpty()
                ? NativeCache.unpack().resolve(LIBRARY)
                : Path.of(directory, LIBRARY);
        if (!Files.isRegularFile(library)) {
            throw new DeviceUnavailableException("The native library " + library.toAbsolutePath() + " does not"
                    + " exist; build"
                    + " it with ./mvnw package, or correct the system property " + PATH_PROPERTY + ".");
        }
        // The lookup of the JDK says only that it cannot open a library; the dynamic linker knows why.
        String problem = DynamicLinker.open(library);
        if (problem != null) {
            throw new DeviceUnavailableException("The native library cannot be loaded: " + problem + ".");
        }
        return SymbolLookup.libraryLookup(library, Arena.global());
    }
}
