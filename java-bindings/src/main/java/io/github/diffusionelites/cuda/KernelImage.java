package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.DeviceUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The compiled kernels: the file that the system property {@code elites.cuda.kernels.path} names, else the resource that
 * the build made with nvcc.
 */
final class KernelImage {

    /** The property that names a fatbin, cubin or PTX file with all kernels. */
    static final String PATH_PROPERTY = "elites.cuda.kernels.path";

    private static final String RESOURCE = "/META-INF/elites/kernels/elites.fatbin";
    private static final String WRAPPER = "/META-INF/elites/kernels/score_by_code.cu";
    /** What stands in the resource's place where the build found no nvcc; only the emulated driver takes it. */
    private static final String MARKER = "ELITES KERNELS WERE NOT BUILT";

    private KernelImage() {}

    /**
     * Returns the image.
     *
     * @throws DeviceUnavailableException if there is none
     */
    static byte[] bytes() {
        String path = System.getProperty(PATH_PROPERTY, "");
        if (!path.isEmpty()) {
            try {
                return Files.readAllBytes(Path.of(path));
            } catch (IOException e) {
                throw new DeviceUnavailableException("The kernels of the CUDA device cannot be read from " + path + ": "
                        + e + "; correct or remove the system property " + PATH_PROPERTY + ".");
            }
        }
        return resource(RESOURCE);
    }

    /** Returns the source of the kernel around rewards that users wrote. */
    static String rewardWrapper() {
        return new String(resource(WRAPPER), StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream resource = KernelImage.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new DeviceUnavailableException("The kernels of the CUDA device are missing from the class path;"
                        + " add the jar elites-kernels.");
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The kernels of the CUDA device cannot be read from their jar.", e);
        }
    }

    /** Returns whether an image holds kernels, and not the word that none were built. */
    static boolean isBuilt(byte[] image) {
        return !new String(image, 0, Math.min(image.length, MARKER.length()), StandardCharsets.US_ASCII).equals(MARKER);
    }
}
