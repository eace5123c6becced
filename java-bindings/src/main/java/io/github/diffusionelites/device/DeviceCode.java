package io.github.diffusionelites.device;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reward that somebody wrote for the GPU. It runs with all rights of this process there and nothing confines it, so
 * that a device takes it only where it was opened with {@link DeviceOptions#allowingDeviceCode}.
 */
public sealed interface DeviceCode {

    /** The most bytes of a file; a reward is a page. */
    long MOST_BYTES = 16 << 20;

    /** Returns what messages call the code, such as the file that it comes from. */
    String name();

    /**
     * CUDA C++ that defines {@code __device__ float reward(const float* x, int channels, int length, const float*
     * parameters)}: the reward of the sample x {@code [channels, length]}, row-major, NaN for none. It is called by one
     * thread for one sample; barriers and shared memory are not for it. NVRTC 13 or 12 compiles it, which must be
     * installed; it is found by the dynamic linker, or in the file that the system property {@code
     * elites.cuda.nvrtc.path} names.
     *
     * @param name what messages call it
     * @param text the whole source, without headers that are not NVRTC's own
     */
    record Source(String name, String text) implements DeviceCode {

        /** Checks that nothing is missing. */
        public Source {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * Code that was compiled before: PTX, a cubin or a fatbin for the device. It holds the kernel {@code score_by_code}
     * with one parameter, a struct of 64 bytes: a pointer that is not for it; four int32: the number of the search and
     * of the individual of the first row, the rows of this launch, the individuals of a search; pointers to samples
     * {@code [rows, channels, length]}, to parameters {@code [searches, columns]} and to rewards {@code [rows]}, which
     * it writes; three int32: channels, length, columns; 4 bytes of padding. It is launched in blocks of 256 threads in
     * one dimension, as many as the device sees fit, and its result must not depend on how many.
     */
    final class Binary implements DeviceCode {

        private final String name;
        private final byte[] image;

        /** Copies the image, which is not empty. */
        public Binary(String name, byte[] image) {
            this.name = Objects.requireNonNull(name, "name");
            this.image = image.clone();
            if (image.length == 0) {
                throw new DeviceCodeException("The code " + name + " is empty; give PTX, a cubin or a fatbin.", "");
            }
        }

        @Override
        public String name() {
            return name;
        }

        /** Returns a copy of the image. */
        public byte[] image() {
            return image.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Binary binary && name.equals(binary.name) && Arrays.equals(image, binary.image);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(image);
        }
    }

    /**
     * Reads a file: {@code .cu} as {@link Source}, {@code .ptx}, {@code .cubin} or {@code .fatbin} as {@link Binary}.
     *
     * @throws DeviceCodeException if it cannot be read, is larger than {@link #MOST_BYTES}, or has another ending
     */
    static DeviceCode read(Path file) {
        String ending = file.toString().replaceAll(".*\\.", "");
        if (!List.of("cu", "ptx", "cubin", "fatbin").contains(ending)) {
            throw new DeviceCodeException(
                    "The code " + file + " must be a file .cu with CUDA C++, or .ptx, .cubin or .fatbin.", "");
        }
        try {
            // A device file has no size and no end.
            if (!Files.isRegularFile(file)) {
                throw new DeviceCodeException("The code " + file + " is not a file; name one that is there.", "");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new DeviceCodeException(
                        "The code " + file + " has " + Files.size(file) + " bytes, but may have at most " + MOST_BYTES
                                + "; a reward needs a page.",
                        "");
            }
            return ending.equals("cu")
                    ? new Source(file.toString(), Files.readString(file, StandardCharsets.UTF_8))
                    : new Binary(file.toString(), Files.readAllBytes(file));
        } catch (CharacterCodingException e) {
            throw new DeviceCodeException("The code " + file + " is not text in UTF-8.", "");
        } catch (IOException e) {
            throw new DeviceCodeException(
                    "The code " + file + " cannot be read (" + e + "); name a file that is there.", "");
        }
    }
}
