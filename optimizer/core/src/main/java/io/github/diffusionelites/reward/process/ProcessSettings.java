package io.github.diffusionelites.reward.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How the processes of a reward are started and ended.
 *
 * @param command the program and its arguments, started as they are, without a shell. A program whose name has no slash
 *     is looked for on the PATH; one with a relative path lies below the directory
 * @param directory that processes work in
 * @param format of what is said
 * @param processes most that are there at a time, in [1, 1024]
 * @param startLimit time that a process has until it says hello, above 0
 * @param endLimit time that a process has to end after its standard input was closed; then it is killed
 */
public record ProcessSettings(
        List<String> command,
        Path directory,
        WireFormat format,
        int processes,
        Duration startLimit,
        Duration endLimit) {

    private static final int MOST_PROCESSES = 1024;

    /** One process, a minute to say hello, 5 s to end. */
    public ProcessSettings(List<String> command, Path directory, WireFormat format) {
        this(command, directory, format, 1, Duration.ofSeconds(60), Duration.ofSeconds(5));
    }

    /** Checks the ranges. */
    public ProcessSettings {
        command = List.copyOf(command);
        directory = directory.toAbsolutePath().normalize();
        Objects.requireNonNull(format, "format");
        if (command.isEmpty()
                || command.getFirst().isEmpty()
                || command.stream().anyMatch(word -> word.indexOf(0) >= 0)) {
            throw new IllegalArgumentException(
                    "The command of a reward process must be a program and its arguments, without NUL characters, but"
                            + " is "
                            + command + ".");
        }
        if (processes < 1 || processes > MOST_PROCESSES) {
            throw new IllegalArgumentException(
                    "The processes of a reward must be in [1, " + MOST_PROCESSES + "], but are " + processes + ".");
        }
        if (!startLimit.isPositive() || endLimit.isNegative()) {
            throw new IllegalArgumentException("A reward process needs some time to start and none below 0 to end, but"
                    + " has " + startLimit + " and " + endLimit + ".");
        }
    }

    /** Returns the same with this many processes, as many as the threads that call the reward. */
    public ProcessSettings withProcesses(int choice) {
        return new ProcessSettings(command, directory, format, choice, startLimit, endLimit);
    }

    /** Returns the same with other times to start and to end. */
    public ProcessSettings withLimits(Duration start, Duration end) {
        return new ProcessSettings(command, directory, format, processes, start, end);
    }
}
