/**
 * Models, samplers, rewards and searches over them, and runs in directories. Checkpoint files and pictures are for the
 * command line only.
 *
 * @uses io.github.diffusionelites.batch.table.ParquetFormat for tables of batch jobs, where there is one
 * @uses io.github.diffusionelites.reward.NamedReward for rewards that jobs know by a name
 */
module io.github.diffusionelites.core {
    requires transitive io.github.diffusionelites.bindings;
    requires java.desktop;
    requires jdk.jfr;
    requires org.tomlj;
    requires tools.jackson.databind;
    requires static micrometer.core;
    requires static org.jspecify;

    exports io.github.diffusionelites.batch;
    exports io.github.diffusionelites.batch.report;
    exports io.github.diffusionelites.batch.store to
            io.github.diffusionelites.cli;
    exports io.github.diffusionelites.batch.table;
    exports io.github.diffusionelites.metrics;
    exports io.github.diffusionelites.model;
    exports io.github.diffusionelites.reward;
    exports io.github.diffusionelites.reward.process;
    exports io.github.diffusionelites.run;
    exports io.github.diffusionelites.run.job;
    exports io.github.diffusionelites.run.checkpoint to
            io.github.diffusionelites.cli;
    exports io.github.diffusionelites.run.picture to
            io.github.diffusionelites.cli;
    exports io.github.diffusionelites.sampler;
    exports io.github.diffusionelites.search;

    uses io.github.diffusionelites.batch.table.ParquetFormat;
    uses io.github.diffusionelites.reward.NamedReward;
}
