package io.github.diffusionelites.run.job;

import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.reward.process.WireFormat;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a reward that processes compute; whether they may be started is not for the job to say. */
final class ProcessSection {

    private static final String COMMAND =
            "a program and its arguments, a list of texts such as [\"python3\", \"score.py\"]";
    private static final int MOST_WORKERS = 1024;
    private static final int MOST_RETRIES = 3;
    /** 90 days, within which a double counts nanoseconds exactly. */
    private static final double LONGEST_SECONDS = 90 * 86_400.0;

    private final Path job;

    /**
     * Reads tables of a job.
     *
     * @param job its file, in whose directory processes work unless the job names another one
     */
    ProcessSection(Path job) {
        this.job = job;
    }

    /** Returns the reward of a table, or nothing, and a problem, if it is none. */
    Optional<RewardPart> read(Section section) {
        List<String> command = section.texts("command", COMMAND);
        Path directory = directory(section);
        String format = section.word(
                "format",
                Stream.of(WireFormat.values())
                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                        .toList(),
                "frames");
        List<Double> parameters = section.has("parameters") ? section.numbers("parameters") : List.of();
        HostRewardSettings missing = RewardPart.ChildProcess.DEFAULT;
        double timeout = section.number("timeout_seconds", 0, LONGEST_SECONDS, 0.0);
        HostRewardSettings settings = missing.withWorkers(
                        section.integer("workers", 1, MOST_WORKERS, missing.workers()))
                .withTimeout(Duration.ofNanos(Math.round(1e9 * timeout)))
                .withRetries(section.integer("retries", 0, MOST_RETRIES, missing.retries()), missing.retryDelay())
                .withFailFast(section.flag("fail_fast", missing.failFast()))
                .withMostFailed(section.number("most_failed", 0, 1, missing.mostFailed()));
        if (command.isEmpty() || format == null) {
            return Optional.empty();
        }
        WireFormat choice = WireFormat.valueOf(format.toUpperCase(Locale.ROOT));
        return Optional.of(new RewardPart.ChildProcess(command, directory, choice, parameters, settings));
    }

    private Path directory(Section section) {
        Path beside = job.toAbsolutePath();
        String directory = section.text("directory", ".");
        try {
            return beside.resolveSibling(directory).normalize();
        } catch (InvalidPathException e) {
            section.refuse("directory", directory, "the path of a directory");
            return beside;
        }
    }
}
