/**
 * The command line.
 *
 * @uses io.github.diffusionelites.model.ModelTrainer to train
 * @uses io.github.diffusionelites.run.Benchmark to measure
 */
module io.github.diffusionelites.cli {
    requires info.picocli;
    requires io.github.diffusionelites.core;
    // Signals of the operating system, which the JDK has nowhere else.
    requires jdk.unsupported;
    requires tools.jackson.databind;
    requires static org.jspecify;

    // Picocli fills the fields of commands.
    opens io.github.diffusionelites.cli to
            info.picocli;

    uses io.github.diffusionelites.model.ModelTrainer;
    uses io.github.diffusionelites.run.Benchmark;
}
