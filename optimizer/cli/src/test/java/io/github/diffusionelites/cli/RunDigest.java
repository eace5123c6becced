package io.github.diffusionelites.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** One digest of all files that a run wrote, except how long it took and its checkpoints. */
final class RunDigest {

    private RunDigest() {}

    static String of(Path run) throws IOException {
        MessageDigest digest = sha256();
        try (Stream<Path> files = Files.list(run)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(
                        name.contains("json")
                                ? Files.readString(file)
                                        .replaceAll("\"seconds\" ?: ?\\{[^}]*\\}", "")
                                        .getBytes(StandardCharsets.UTF_8)
                                : Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }
}
