package io.github.diffusionelites.run.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a job file, of which nothing is trusted. */
final class JobSource {

    /** Most bytes of a job without a table of searches. */
    static final int LARGEST = 1 << 20;

    private JobSource() {}

    /**
     * Reads a file. Only a regular one is opened, as a pipe would be waited for and a device may never end.
     *
     * @param largest number of bytes
     * @throws JobException if it is too large, cannot be read or is not text
     */
    static String read(Path file, int largest) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new JobException("The job file " + file + " cannot be read, because it is "
                        + (Files.isDirectory(file) ? "a directory" : "a pipe, a socket or a device")
                        + "; name a job in TOML.");
            }
            try (InputStream stream = Files.newInputStream(file)) {
                return text(file, stream.readNBytes(largest + 1), largest);
            }
        } catch (IOException e) {
            throw new JobException(
                    "The job file " + file + " cannot be read (" + FileProblem.of(e) + "); name an existing file.", e);
        }
    }

    /**
     * Returns the text of bytes.
     *
     * @param file to name in refusals
     * @param largest number of bytes
     * @throws JobException if there are too many or none, or they are not text in UTF-8
     */
    static String text(Path file, byte[] bytes, int largest) {
        if (bytes.length > largest) {
            throw new JobException("The job file " + file + " has more than the " + largest
                    + " bytes that are read; name a job in TOML.");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new JobException("The job file " + file + " is not text in UTF-8; name a job in TOML.", e);
        }
        if (text.isBlank()) {
            throw new JobException("The job file " + file + " is empty; name a job in TOML.");
        }
        if (text.startsWith("\ufeff")) {
            throw new JobException(
                    "The job file " + file + " starts with a byte order mark; save it as UTF-8 without one.");
        }
        return text;
    }
}
