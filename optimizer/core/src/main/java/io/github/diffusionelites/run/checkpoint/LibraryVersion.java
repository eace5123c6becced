package io.github.diffusionelites.run.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this library, which the build writes into a resource. */
final class LibraryVersion {

    private static final String RESOURCE = "version.txt";

    private LibraryVersion() {}

    static String current() {
        try (InputStream stream = LibraryVersion.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("The resource " + RESOURCE + " is missing; build the library anew.");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The resource " + RESOURCE + " cannot be read; build the library anew.", e);
        }
    }
}
