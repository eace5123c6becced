package io.github.diffusionelites.cli;

import io.github.diffusionelites.model.DiffusionModel;
import io.github.diffusionelites.model.WeightsSummary;
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

/** Says what a file of weights or a model holds. */
@Command(
        name = "inspect",
        description = "Print what a weights file or a model holds, or why it is refused.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "Weights in the format safetensors, or a model: its directory or its model.json.")
    private Path file;

    @Option(names = "--json", description = "Print one JSON object in ASCII.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        @Nullable DiffusionModel model = isModel() ? DiffusionModel.load(file) : null;
        WeightsSummary weights = WeightsSummary.read(model == null ? file : weights(model));
        if (json) {
            out.println(InspectionJson.of(model, weights));
        } else {
            if (model != null) {
                InspectionText.print(out, model.config());
            }
            InspectionText.print(out, weights);
        }
        return ExitCodes.DONE;
    }

    private boolean isModel() {
        return Files.isDirectory(file) || file.toString().endsWith(".json");
    }

    private Path weights(DiffusionModel model) {
        String name = model.config().weights();
        return Files.isDirectory(file) ? file.resolve(name) : file.resolveSibling(name);
    }
}
