package io.github.diffusionelites.cli;

import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.device.DeviceUnavailableException;
import io.github.diffusionelites.device.HostRewardException;
import io.github.diffusionelites.device.UnusableRewardException;
import io.github.diffusionelites.model.ModelFormatException;
import io.github.diffusionelites.model.Quoted;
import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.run.job.JobException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into a sentence on the error stream and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("elites: " + Quoted.escaped(sentence(described(failure))));
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCodes.BAD_INPUT;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        return report(failure, command);
    }

    /** Says what failed and returns the exit code. */
    static int report(Throwable failure, CommandLine command) {
        PrintWriter err = command.getErr();
        Elites elites = command.getCommandSpec().root().commandLine().getCommand();
        if (elites.stacktrace()) {
            failure.printStackTrace(err);
        }
        int code = codeOf(failure);
        if (code == ExitCodes.INTERRUPTED) {
            err.println("elites: interrupted.");
        } else if (failure instanceof OutOfMemoryError) {
            err.println("elites: The Java heap is too small for this (" + failure.getMessage()
                    + "); ask for a smaller population, or set JAVA_TOOL_OPTIONS=-Xmx with more memory.");
        } else if (failure instanceof UncheckedIOException
                || failure instanceof HostRewardException
                || failure instanceof UnusableRewardException) {
            err.println("elites: " + Quoted.escaped(sentence(described(failure))));
        } else if (code == ExitCodes.FAILED) {
            err.println("elites: " + Quoted.escaped(sentence(described(failure)))
                    + " This should not happen; to see where it did, put" + " --stacktrace before the command.");
        } else {
            described(failure).lines().forEach(line -> err.println("elites: " + Quoted.escaped(line)));
        }
        err.flush();
        return code;
    }

    private static int codeOf(Throwable failure) {
        return switch (failure) {
            case JobException job -> ExitCodes.BAD_INPUT;
            case InputException input -> ExitCodes.BAD_INPUT;
            case ModelFormatException model -> ExitCodes.BAD_INPUT;
            case RunDirectoryException directory -> ExitCodes.BAD_INPUT;
            case DeviceUnavailableException device -> ExitCodes.NO_DEVICE;
            case DeviceMemoryException memory -> ExitCodes.NO_MEMORY;
            case OutOfMemoryError memory -> ExitCodes.NO_MEMORY;
            case CancellationException cancelled -> ExitCodes.INTERRUPTED;
            default -> ExitCodes.FAILED;
        };
    }

    private static String described(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.toString() : message;
    }

    private static String sentence(String message) {
        return message.endsWith(".") ? message : message + ".";
    }
}
