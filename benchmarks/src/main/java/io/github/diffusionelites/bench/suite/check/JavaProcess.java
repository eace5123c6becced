package io.github.diffusionelites.bench.suite.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A virtual machine with the class path of this one and its properties of this project.
 *
 * @param prefix a command that starts the machine; may be empty
 * @param options of the machine
 * @param main the class to run
 * @param arguments of it
 * @param environment variables that are set beside those of this process
 * @param log takes what it prints
 */
record JavaProcess(
        List<String> prefix,
        List<String> options,
        String main,
        List<String> arguments,
        Map<String, String> environment,
        Path log) {

    private static final String OWN = "elites.";
    private static final int LAST_WORDS = 12;

    /**
     * How it ended.
     *
     * @param code its exit code; empty if it took too long and was ended
     * @param seconds that it took
     */
    record Ending(OptionalInt code, double seconds) {}

    /**
     * Runs it.
     *
     * @param limit seconds after which it is ended, with all that it started
     * @param running told of the process, so that somebody else can end it
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the caller is interrupted; the process has ended then
     */
    Ending run(double limit, RunningProcesses running) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        Process process = running.start(builder);
        try {
            boolean ended = process.waitFor((long) (1e9 * limit), TimeUnit.NANOSECONDS);
            OptionalInt code = ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
            return new Ending(code, (System.nanoTime() - start) / 1e9);
        } finally {
            running.end(process);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir")));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(OWN))
                .sorted()
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        return command;
    }

    /** Returns the last lines that it printed. */
    String lastWords() {
        String printed = printed();
        List<String> lines = printed.lines().filter(line -> !line.isBlank()).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
    }

    /** Returns all that it printed. */
    String printed() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "Its output cannot be read: " + e;
        }
    }
}
