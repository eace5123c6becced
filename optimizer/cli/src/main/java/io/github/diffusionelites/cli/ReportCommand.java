package io.github.diffusionelites.cli;

import io.github.diffusionelites.batch.report.BatchReport;
import io.github.diffusionelites.batch.report.BatchSnapshot;
import io.github.diffusionelites.batch.store.BatchFiles;
import io.github.diffusionelites.model.Quoted;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the tables and the page of a batch job. */
@Command(
        name = "report",
        description = "Write the tables and the page of a batch job, finished or not, from its journal. While a process"
                + " works on the job, only the page is written.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The directory that elites batch writes.")
    private Path directory;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the page alone, to this file, and nothing into DIR.")
    private @Nullable Path out;

    @Override
    public Integer call() {
        PrintWriter lines = spec.commandLine().getOut();
        BatchFiles files = new BatchFiles(directory);
        BatchSnapshot snapshot = BatchSnapshot.read(files);
        if (out != null && Files.isDirectory(out)) {
            throw new InputException(out + " is a directory; name a file with --out, such as report.html.");
        }
        if (out == null && !snapshot.running()) {
            BatchReport.writeAll(snapshot).forEach(file -> lines.println(Quoted.escaped(file.toString())));
        } else {
            Path page = out == null ? files.report() : out;
            BatchReport.write(snapshot, page);
            lines.println(Quoted.escaped(page.toString()));
        }
        return ExitCodes.DONE;
    }
}
