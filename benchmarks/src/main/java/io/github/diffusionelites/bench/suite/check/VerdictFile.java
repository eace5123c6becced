package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.bench.suite.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** How the process of a check tells what came of it. */
final class VerdictFile {

    private VerdictFile() {}

    private static Path file(CheckSettings settings, String check) {
        return settings.work().resolve(check + ".verdict.json");
    }

    static void write(CheckSettings settings, Verdict verdict) throws IOException {
        Files.writeString(file(settings, verdict.name()), JsonMapper.shared().writeValueAsString(verdict));
    }

    /** Returns what a check told; empty if it ended before. */
    static Optional<Verdict> read(CheckSettings settings, String check) throws IOException {
        Path file = file(settings, check);
        return Files.exists(file)
                ? Optional.of(JsonMapper.shared().readValue(Files.readString(file), Verdict.class))
                : Optional.empty();
    }
}
