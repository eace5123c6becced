package io.github.diffusionelites.cpu;

import io.github.diffusionelites.device.DeviceUnavailableException;
import io.github.diffusionelites.nativelink.DynamicLinker;
import io.github.diffusionelites.nativelink.NativeCache;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds and loads {@code libelites.so}, and its twin for AVX-512 where the processor has that: in the directory that
 * the system property {@code elites.native.path} names, else from the class path or the module path, unpacked by
 * {@link NativeCache}. The libraries stay loaded for the life of the process.
 */
final class NativeLibrary {

    static final String PATH_PROPERTY = "elites.native.path";

    private static final List<String> RESOURCES = List.of(
            "META-INF/elites/linux-x86_64/libelites.so",
            "META-INF/elites/linux-x86_64/libelites-avx512.so",
            "org/bytedeco/dnnl/linux-x86_64/libdnnl.so.3");

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
            } catch (RuntimeException e) {
                // Such as native access that the command line denies: whoever only probes must not fail for it.
                failure = new DeviceUnavailableException("The native library cannot be loaded: " + e + ".", e);
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
        String property = System.getProperty(PATH_PROPERTY);
        Path directory = property == null || property.isEmpty()
                ? NativeCache.unpack(RESOURCES, "elites-native and dnnl", PATH_PROPERTY)
                : Path.of(property);
        SymbolLookup narrow = open(directory.resolve(InstructionSet.AVX2.library()));
        requireVersion(narrow, directory);
        InstructionSet processor = InstructionSet.values()[call(narrow, "elites_processor")];
        InstructionSet chosen = InstructionSet.choose(processor);
        SymbolLookup library = chosen == InstructionSet.AVX2 ? narrow : open(directory.resolve(chosen.library()));
        requireVersion(library, directory);
        if (InstructionSet.isLimited()) {
            limitProducts(library, chosen);
        }
        return library;
    }

    private static void limitProducts(SymbolLookup library, InstructionSet limit) {
        if (call(library, "elites_limit_products", limit.ordinal()) != 0) {
            throw new DeviceUnavailableException("The native library cannot keep its products to " + limit + ", as the"
                    + " system property " + InstructionSet.PROPERTY + " asks: " + lastError(library));
        }
    }

    private static String lastError(SymbolLookup library) {
        MethodHandle handle = Linker.nativeLinker()
                .downcallHandle(
                        find(library, "elites_last_error"),
                        FunctionDescriptor.of(ValueLayout.ADDRESS.withTargetLayout(
                                MemoryLayout.sequenceLayout(4096, ValueLayout.JAVA_BYTE))));
        try {
            return ((MemorySegment) handle.invokeExact()).getString(0);
        } catch (Throwable e) {
            throw new AssertionError("A native call does not fit its signature.", e);
        }
    }

    private static SymbolLookup open(Path library) {
        if (!Files.isRegularFile(library)) {
            throw new DeviceUnavailableException("The native library " + library.toAbsolutePath() + " does not"
                    + " exist; build it with ./mvnw package, or correct the system property " + PATH_PROPERTY + ".");
        }
        // The lookup of the JDK says only that it cannot open a library; the dynamic linker knows why.
        String problem = DynamicLinker.open(library);
        if (problem != null) {
            throw new DeviceUnavailableException("The native library cannot be loaded: " + problem + ".");
        }
        return SymbolLookup.libraryLookup(library, Arena.global());
    }

    /** Refuses another version before anything else is asked, because that may have other functions. */
    private static void requireVersion(SymbolLookup library, Path directory) {
        int version = call(library, "elites_abi_version");
        if (version != ElitesAbi.VERSION) {
            throw new DeviceUnavailableException("The native library in " + directory.toAbsolutePath()
                    + " has ABI version " + version + ", but this jar needs " + ElitesAbi.VERSION
                    + "; build both from the same sources.");
        }
    }

    private static MemorySegment find(SymbolLookup library, String function) {
        return library.find(function)
                .orElseThrow(() -> new DeviceUnavailableException(
                        "The native library lacks " + function + "; build it and this jar from the same sources."));
    }

    /** Calls a function of integers, before the others are bound. */
    private static int call(SymbolLookup library, String function, int... arguments) {
        MemorySegment symbol = find(library, function);
        MemoryLayout[] layouts = new MemoryLayout[arguments.length];
        Arrays.fill(layouts, ValueLayout.JAVA_INT);
        MethodHandle handle =
                Linker.nativeLinker().downcallHandle(symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts));
        try {
            return (int)
                    handle.invokeWithArguments(Arrays.stream(arguments).boxed().toList());
        } catch (Throwable e) {
            throw new AssertionError("A native call does not fit its signature.", e);
        }
    }
}
