package io.github.diffusionelites.cli;

import io.github.diffusionelites.run.Benchmark;
import io.github.diffusionelites.run.job.JobFile;
import java.io.PrintWriter;

/** Reads a job and names the device. */
public final class RehearsedBenchmark implements Benchmark {

    @Override
    public String name() {
        return "rehearsed";
    }

    @Override
    public String description() {
        return "Nothing at all.";
    }

    @Override
    public void run(Settings settings, PrintWriter table) {
        JobFile.read(settings.examples().resolve("job.toml"));
        table.println(settings.device().info().id() + " " + settings.repetitions());
    }
}
