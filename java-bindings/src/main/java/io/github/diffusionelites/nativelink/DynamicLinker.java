package io.github.diffusionelites.nativelink;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens a shared library through {@code dlopen}, because {@code dlerror} names the true cause of a failure. */
public final class DynamicLinker {

    private static final int RTLD_LAZY = 1;
    private static final int RTLD_NOW = 2;

    private DynamicLinker() {}

    /** Opens the library of a file for the life of the process; returns null, or what is wrong with it. */
    public static @Nullable String open(Path library) {
        return open(library.toAbsolutePath().toString());
    }

    /**
     * Opens a library for the life of the process. A name without a slash is looked for where the dynamic linker looks:
     * in {@code LD_LIBRARY_PATH}, in its cache and in the directories of the system.
     *
     * @return null, or what is wrong with it
     */
    public static @Nullable String open(String library) {
        return open(library, RTLD_NOW);
    }

    /**
     * Like {@link #open(Path)}, for a library that names functions which the libraries that it needs may lack. One that
     * is called all the same ends the process, so that the caller must know which are there.
     */
    public static @Nullable String openLazily(Path library) {
        return open(library.toAbsolutePath().toString(), RTLD_LAZY);
    }

    private static @Nullable String open(String library, int mode) {
        Linker linker = Linker.nativeLinker();
        MethodHandle dlopen = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("dlopen"), FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
        MethodHandle dlerror = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("dlerror"),
                FunctionDescriptor.of(ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(4096, JAVA_BYTE))));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(library);
            MemorySegment handle = (MemorySegment) dlopen.invokeExact(path, mode);
            if (handle.address() != 0) {
                return null;
            }
            return ((MemorySegment) dlerror.invokeExact()).getString(0);
        } catch (Throwable e) {
            throw new AssertionError("dlopen and dlerror do not fit their signatures.", e);
        }
    }
}
