package io.github.diffusionelites.cuda.jcuda;

import io.github.diffusionelites.device.DeviceUnavailableException;
import io.github.diffusionelites.nativelink.DynamicLinker;
import io.github.diffusionelites.nativelink.NativeCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Initialises a class of JCuda with the native library of its artifact, unpacked where nobody else can write.
 *
 * <p>JCuda itself asks {@code java.library.path}, which a running process can no longer change, and then loads a file
 * of a fixed name in the directory for temporary files: whatever lies there, whoever put it there. So for the time of
 * the initialisation that directory is our private one, in which the file lies already, checked. A library that is in
 * {@code java.library.path} still goes first, as its owner wished.
 */
public final class JCudaLibrary {

    private static final String TEMPORARY = "java.io.tmpdir";

    private JCudaLibrary() {}

    /**
     * Initialises a class.
     *
     * @param name the class of JCuda
     * @param loader where it is found
     * @param resource its native library on the class path
     * @param artifacts what brings class and library, for the message where they are missing
     * @throws DeviceUnavailableException if the library cannot be loaded; the class was not touched where the dynamic
     *     linker could tell beforehand
     */
    public static void initialize(String name, ClassLoader loader, String resource, String artifacts) {
        Path directory = NativeCache.unpack(List.of(resource), artifacts, "");
        // A class that once failed to initialise stays so: the linker is asked before. Lazily, as the JVM does, because
        // JCuda has functions that no longer exist.
        String problem =
                DynamicLinker.openLazily(directory.resolve(Path.of(resource).getFileName()));
        if (problem != null) {
            throw new DeviceUnavailableException("The native library of JCuda cannot be loaded: " + problem + ".");
        }
        synchronized (JCudaLibrary.class) {
            keepTemporaryFilesApart();
            String before = System.getProperty(TEMPORARY);
            System.setProperty(TEMPORARY, directory.toString());
            try {
                Class.forName(name, true, loader);
            } catch (ClassNotFoundException | LinkageError e) {
                throw new DeviceUnavailableException(
                        "The class " + name + " of JCuda cannot be initialised: "
                                + String.valueOf(e.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse("") + ".",
                        e);
            } finally {
                System.setProperty(TEMPORARY, before);
            }
        }
    }

    /** Lets the JDK remember its own directory before the property changes for a moment. */
    private static void keepTemporaryFilesApart() {
        try {
            Files.deleteIfExists(Files.createTempFile("elites", null));
            Files.deleteIfExists(java.io.File.createTempFile("elites", null).toPath());
        } catch (java.io.IOException e) {
            // Whoever has no directory for temporary files can do without one.
        }
    }
}
