package io.github.diffusionelites.cli;

import io.github.diffusionelites.batch.report.BatchSnapshot;
import io.github.diffusionelites.batch.report.BatchStatus;
import io.github.diffusionelites.batch.store.BatchFiles;
import io.github.diffusionelites.model.Quoted;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how far a batch job is. */
@Command(
        name = "status",
        description = "Print how far a batch job is, while it runs or after; nothing in its directory changes.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The directory that elites batch writes.")
    private Path directory;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        BatchStatus status = new BatchStatus(BatchSnapshot.read(new BatchFiles(directory)));
        if (json) {
            out.println(status.json());
        } else {
            status.lines().forEach(line -> out.println(Quoted.escaped(line)));
        }
        return ExitCodes.DONE;
    }
}
