package io.github.diffusionelites.bench.suite;

import io.github.diffusionelites.bench.suite.check.CheckCommand;
import io.github.diffusionelites.bench.suite.timing.TimeCommand;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line of the suite. */
@Command(
        name = "suite",
        description = "What a GPU tells of the CUDA device.",
        mixinStandardHelpOptions = true,
        subcommands = {CheckCommand.class, TimeCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class Suite implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** For the command line. */
    @SuppressWarnings("NullAway.Init") // The command line sets what is annotated.
    private Suite() {}

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param arguments the command and what it takes
     */
    @SuppressWarnings("DefaultCharset") // A writer on a print stream takes over its charset.
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), new PrintWriter(System.out, true)));
    }

    /**
     * Runs a command.
     *
     * @param arguments the command and what it takes
     * @param out takes what it prints
     * @return the exit code, 2 where the arguments cannot be used
     */
    public static int run(List<String> arguments, PrintWriter out) {
        return new CommandLine(new Suite()).setOut(out).setErr(out).execute(arguments.toArray(String[]::new));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }
}
