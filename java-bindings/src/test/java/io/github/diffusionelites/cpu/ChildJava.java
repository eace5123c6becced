package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A virtual machine beside the one of a test, with its class path and its native library. */
final class ChildJava {

    private ChildJava() {}

    /** Runs a program to its end, which must be a good one; returns what it printed. */
    static String run(Class<?> program, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-Delites."))
                .forEach(command::add);
        String nativePath = System.getProperty(NativeLibrary.PATH_PROPERTY);
        if (nativePath != null) {
            command.add("-D" + NativeLibrary.PATH_PROPERTY + "=" + nativePath);
        }
        command.addAll(List.of(options));
        command.add(program.getName());
        // Not a pipe: reading from one waits for a child that hangs.
        Path output = Files.createTempFile("child", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(30, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            String printed = Files.readString(output);
            assertThat(ended).as("the end within 30 s; so far: %s", printed).isTrue();
            assertThat(process.exitValue()).as(printed).isZero();
            return printed;
        } finally {
            Files.delete(output);
        }
    }
}
