package io.github.diffusionelites.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Compares what two runs wrote, byte for byte, apart from how long they took. */
final class RunFiles {

    private RunFiles() {}

    /** Requires the same files of the same contents; those of the checkpoint may differ. */
    static void requireSame(Path run, Path expected) throws IOException {
        assertThat(contents(run)).isEqualTo(contents(expected));
    }

    /** Copies a run as a kill would leave it. */
    static Path copy(Path run, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(run.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return target;
    }

    private static Map<String, String> contents(Path run) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(run)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.getFileName().toString(), content(file));
            }
        }
        return contents;
    }

    private static String content(Path file) throws IOException {
        return switch (file.getFileName().toString()) {
            case RunDirectory.GENERATIONS ->
                String.join(
                        "\n",
                        Files.readAllLines(file).stream()
                                .map(RunFiles::withoutSeconds)
                                .toList());
            case RunDirectory.RESULT -> withoutSeconds(Files.readString(file));
            default ->
                List.of(Files.size(file), java.util.HexFormat.of().formatHex(Files.readAllBytes(file)))
                        .toString();
        };
    }

    private static String withoutSeconds(String json) {
        ObjectNode node = (ObjectNode) JsonMapper.shared().readTree(json);
        assertThat(node.has("seconds")).isTrue();
        node.remove("seconds");
        return node.toString();
    }
}
