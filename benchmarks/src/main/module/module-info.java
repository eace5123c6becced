/**
 * Measurements.
 *
 * @provides io.github.diffusionelites.run.Benchmark for the quality of the unicycle example
 */
module io.github.diffusionelites.benchmarks {
    requires io.github.diffusionelites.core;
    requires static org.jspecify;

    provides io.github.diffusionelites.run.Benchmark with
            io.github.diffusionelites.bench.UnicycleQuality;
}
