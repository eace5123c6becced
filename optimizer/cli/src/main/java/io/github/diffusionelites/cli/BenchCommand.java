package io.github.diffusionelites.cli;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.run.Benchmark;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures. */
@Command(
        name = "bench",
        description = "Measure, and print a table in Markdown.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "What to measure, for example unicycle-quality.")
    private String name;

    @Option(names = "--device", paramLabel = "ID", defaultValue = "auto", description = "Where to measure.")
    private String device;

    @Mixin
    private final BindingOption binding = new BindingOption();

    @Option(names = "--repetitions", paramLabel = "N", defaultValue = "10", description = "How often.")
    private int repetitions;

    @Option(
            names = "--examples",
            paramLabel = "DIR",
            defaultValue = "optimizer/examples",
            description = "Where the example jobs are.")
    private Path examples;

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "auto",
            converter = PrecisionOption.class,
            completionCandidates = PrecisionOption.class,
            description = "What networks are computed in: ${COMPLETION-CANDIDATES}.")
    private Precision precision;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The model to measure, where the benchmark has none of its own in mind.")
    private @Nullable Path model;

    @Override
    public Integer call() {
        if (repetitions < 1) {
            throw new InputException("The option --repetitions is " + repetitions + ", but must be at least 1.");
        }
        Benchmark benchmark = benchmark();
        if (precision != Precision.AUTO && !benchmark.takesPrecision()) {
            throw new InputException("The benchmark " + name + " measures precisions of its own, or no network at all;"
                    + " leave the option --precision out.");
        }
        if (model != null && !benchmark.takesModel()) {
            throw new InputException(
                    "The benchmark " + name + " measures no model of one's own; leave the option --model out.");
        }
        try (Device opened = DeviceArgument.open(device, binding.options())) {
            benchmark.run(
                    new Benchmark.Settings(opened, precision, repetitions, examples, model),
                    spec.commandLine().getOut());
        }
        return ExitCodes.DONE;
    }

    private Benchmark benchmark() {
        List<Benchmark> benchmarks = ServiceLoader.load(Benchmark.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return benchmarks.stream()
                .filter(benchmark -> benchmark.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        benchmarks.isEmpty()
                                ? "There is no benchmark on the class path; measure with the script elites, which"
                                        + " builds the"
                                        + " module benchmarks and adds it."
                                : "There is no benchmark \"" + name + "\"; there are: "
                                        + benchmarks.stream()
                                                .map(benchmark -> benchmark.name() + ": " + benchmark.description())
                                                .collect(Collectors.joining(" "))));
    }
}
