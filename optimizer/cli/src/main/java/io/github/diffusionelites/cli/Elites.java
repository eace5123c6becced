package io.github.diffusionelites.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code elites}. */
@Command(
        name = "elites",
        description = "Population search in the latent space of pre-trained diffusion models.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            BatchCommand.class,
            SampleCommand.class,
            TrainCommand.class,
            InspectCommand.class,
            DevicesCommand.class,
            StatusCommand.class,
            ReportCommand.class,
            BenchCommand.class,
            CompletionCommand.class,
            WorkerCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done",
            " 1:something failed inside",
            " 2:bad usage or input",
            " 3:the device that was asked for is not there",
            " 4:out of memory",
            "130:interrupted; what was found so far is written, and run --resume goes on"
        })
public final class Elites implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--stacktrace", description = "Show where in the program a failure happened.")
    private boolean stacktrace;

    /**
     * Runs the command line and ends the process with its exit code.
     *
     * @param arguments as a person types them
     */
    @SuppressWarnings("DefaultCharset") // A writer on a print stream takes over its charset.
    public static void main(String[] arguments) {
        System.exit(execute(arguments, new PrintWriter(System.out, true), new PrintWriter(System.err, true)));
    }

    /**
     * Runs the command line.
     *
     * @param out takes results
     * @param err takes progress and errors
     * @return the exit code
     */
    static int execute(String[] arguments, PrintWriter out, PrintWriter err) {
        Failures failures = new Failures();
        CommandLine command = new CommandLine(new Elites())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setUsageHelpAutoWidth(true);
        int code;
        try {
            code = command.execute(arguments);
        } catch (OutOfMemoryError e) {
            code = Failures.report(e, command);
        }
        // A reader of the progress that went away costs nothing; results that did not arrive are a failure.
        if (out.checkError()) {
            err.println("elites: Writing to standard output failed; check the pipe or the disk that takes it. The files"
                    + " of the command are whole.");
            code = code == ExitCodes.DONE ? ExitCodes.FAILED : code;
        }
        err.flush();
        return code;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Returns whether failures are shown with their stack. */
    boolean stacktrace() {
        return stacktrace;
    }
}
