package io.github.diffusionelites.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** One digest of the results of a job of many searches: both tables and all arrays, by name and byte. */
final class BatchDigest {

    private static final List<String> TABLES = List.of("searches.csv", "searches.parquet");
    private static final List<String> ARRAYS = List.of("best", "best_latents", "elites", "elite_rewards");

    private BatchDigest() {}

    static String of(Path run) throws IOException {
        MessageDigest digest = sha256();
        for (String table : TABLES) {
            add(digest, run, run.resolve(table));
        }
        for (String kind : ARRAYS) {
            if (Files.isDirectory(run.resolve(kind))) {
                try (Stream<Path> files = Files.list(run.resolve(kind))) {
                    for (Path file : files.sorted().toList()) {
                        add(digest, run, file);
                    }
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, Path run, Path file) throws IOException {
        digest.update(run.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }
}
