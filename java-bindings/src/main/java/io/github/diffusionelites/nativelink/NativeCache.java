package io.github.diffusionelites.nativelink;

import io.github.diffusionelites.device.DeviceUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Libraries of the class path or the module path, unpacked into a private directory whose name is their digest, so
 * that two versions, or two users, never share a file. A file that is there already is used only if its digest is
 * right.
 */
public final class NativeCache {

    private NativeCache() {}

    /**
     * Returns the directory that holds the unpacked libraries, each under its own file name.
     *
     * @param resources the libraries, by their names on the class path
     * @param origin the artifacts that bring them, for the message where one is missing
     * @param property the system property that names a directory of libraries instead; empty where there is none
     * @throws DeviceUnavailableException if a library is on neither path or the directory cannot be written
     */
    public static Path unpack(List<String> resources, String origin, String property) {
        try {
            // Each is digested once: one of them has 90 MB.
            Map<String, String> digests = new LinkedHashMap<>();
            for (String resource : resources) {
                try (InputStream in = open(resource, origin)) {
                    digests.put(resource, digest(in));
                }
            }
            Path directory = root().resolve(name(digests));
            Files.createDirectories(directory.getParent());
            if (!Files.isDirectory(directory)) {
                createPrivate(directory);
            }
            for (Map.Entry<String, String> resource : digests.entrySet()) {
                Path file = directory.resolve(Path.of(resource.getKey()).getFileName());
                if (!has(file, resource.getValue())) {
                    place(resource.getKey(), origin, file);
                }
            }
            return directory;
        } catch (IOException e) {
            throw new DeviceUnavailableException(
                    "The native libraries cannot be unpacked below " + root() + ": "
                            + e.getMessage() + "; make that directory writable"
                            + (property.isEmpty()
                                    ? "."
                                    : " or set the system property " + property + " to a directory that holds them."),
                    e);
        }
    }

    private static String name(Map<String, String> digests) {
        return digests.values().stream().map(digest -> digest.substring(0, 16)).collect(Collectors.joining());
    }

    private static Path root() {
        String cache = System.getenv("XDG_CACHE_HOME");
        return cache != null && !cache.isEmpty()
                ? Path.of(cache, "diffusion-elites")
                : Path.of(System.getProperty("user.home"), ".cache", "diffusion-elites");
    }

    private static void createPrivate(Path directory) throws IOException {
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (java.nio.file.FileAlreadyExistsException raced) {
            // Another process made it between the question and the answer; its files are checked like any other.
        }
    }

    /** Returns whether a file is there and is what it should be. */
    private static boolean has(Path file, String digest) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return digest(in).equals(digest);
        }
    }

    private static void place(String resource, String origin, Path file) throws IOException {
        Path temporary =
                Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
        try {
            try (InputStream in = open(resource, origin)) {
                Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static InputStream open(String resource, String origin) throws IOException {
        InputStream in = NativeCache.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            in = ModulePathResource.open(resource);
        }
        if (in == null) {
            throw new IOException(
                    "neither class path nor module path has " + resource + ", which " + origin + " bring");
        }
        return in;
    }

    private static String digest(InputStream in) throws IOException {
        try (DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException("Every JDK has SHA-256.", e));
        }
    }
}
