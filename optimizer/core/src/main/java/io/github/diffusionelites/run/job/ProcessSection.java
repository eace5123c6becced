package io.github.diffusionelites.run.job;

import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.reward.process.WireFormat;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a reward that processes compute; whether they may be started is not for the job to say. */
final class ProcessSection {

    private static final String COMMAND =
            "a program and its arguments, a list of texts such as [\"python3\", \"score.py\"]";

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
        HostRewardSettings settings = CallSettings.read(section, RewardPart.ChildProcess.DEFAULT);
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
