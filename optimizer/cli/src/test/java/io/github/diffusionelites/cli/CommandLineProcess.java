package io.github.diffusionelites.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the command line in a process of its own. */
final class CommandLineProcess {

    private CommandLineProcess() {}

    /** Returns the words that start a class, with signals as a person's shell would set them. */
    static List<String> words(Class<?> main, Object... arguments) {
        // A build that runs in the background ignores SIGINT, and so would a Java process that it starts.
        List<String> words = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT,TERM,HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-Delites.native.path=" + System.getProperty("elites.native.path"),
                "-Delites.live=false",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        return words;
    }

    /** Starts the command line. */
    static Process start(Path directory, Object... arguments) throws IOException {
        return new ProcessBuilder(words(Elites.class, arguments))
                .directory(directory.toFile())
                .start();
    }

    /**
     * Runs a line of Bash in which {@code "$@"} is the command line.
     *
     * @return exit code and what was said
     */
    static CommandLineRun shell(Path directory, String line, Object... arguments)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("bash", "-c", line, "bash"));
        words.addAll(words(Elites.class, arguments));
        Path out = directory.resolve("shell.out");
        Path err = directory.resolve("shell.err");
        Process process = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int code = process.waitFor();
        return new CommandLineRun(code, java.nio.file.Files.readString(out), java.nio.file.Files.readString(err));
    }
}
