package io.github.diffusionelites.bench.suite.check;

import java.util.List;
import java.util.Map;

/** The program that users start. */
final class CommandLine {

    private static final String MAIN = "io.github.diffusionelites.cli.Elites";

    private CommandLine() {}

    /** Returns a process that runs it and logs to a file of that name. */
    static JavaProcess process(
            CheckSettings settings, String name, List<String> arguments, Map<String, String> environment) {
        return new JavaProcess(
                List.of(),
                settings.machine(),
                MAIN,
                arguments,
                environment,
                settings.work().resolve(name + ".log"));
    }
}
