package io.github.diffusionelites.cuda.blas;

import io.github.diffusionelites.nativelink.DynamicLinker;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds cuBLAS: in the file that the system property {@code elites.cuda.cublas.path} names, else where the dynamic
 * linker looks, {@code LD_LIBRARY_PATH} before all, else in the toolkits below {@code /usr/local}, the newest first.
 */
public final class CublasLibrary {

    /** The property that names the file of the library. */
    public static final String PATH_PROPERTY = "elites.cuda.cublas.path";

    private static final Path TOOLKITS = Path.of("/usr/local");

    private CublasLibrary() {}

    /**
     * Opens the first library that there is.
     *
     * @param versions the major versions that will do, the best first
     */
    public static BlasProbe open(int... versions) {
        return open(System.getProperty(PATH_PROPERTY, ""), TOOLKITS, versions);
    }

    static BlasProbe open(String file, Path toolkits, int... versions) {
        List<String> problems = new ArrayList<>();
        try {
            for (String place : file.isEmpty() ? places(toolkits, versions) : List.of(file)) {
                String problem = DynamicLinker.open(place);
                if (problem == null) {
                    return new BlasProbe(place, "");
                }
                problems.add(problem);
            }
        } catch (RuntimeException e) {
            // Such as native access that the command line denies: whoever only probes must not fail for it.
            problems.add(e.toString());
        }
        return new BlasProbe(
                "",
                "cuBLAS cannot be loaded: " + String.join("; ", problems) + ". Install it, name its directory in"
                        + " LD_LIBRARY_PATH, or its file by the system property " + PATH_PROPERTY
                        + "; without it, products are computed by kernels of this program.");
    }

    private static List<String> places(Path toolkits, int... versions) {
        List<String> places = new ArrayList<>();
        for (int version : versions) {
            String name = "libcublas.so." + version;
            places.add(name);
            toolkits(toolkits).stream()
                    .map(toolkit -> toolkit.resolve("lib64").resolve(name))
                    .filter(Files::isRegularFile)
                    .map(Path::toString)
                    .forEach(places::add);
        }
        return places;
    }

    private static List<Path> toolkits(Path directory) {
        List<Path> toolkits = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "cuda*")) {
            found.forEach(toolkits::add);
        } catch (IOException e) {
            // Where the directory cannot be read, there is no toolkit in it.
        }
        toolkits.sort(Comparator.comparing(Path::toString).reversed());
        return toolkits;
    }
}
