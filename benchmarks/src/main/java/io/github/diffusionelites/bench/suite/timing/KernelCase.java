package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.search.DiffusionElites;
import java.util.List;

/**
 * A program whose launches are timed one by one.
 *
 * @param workload that it stands for, such as {@code W2}; more than one where kernels have the same shapes there
 * @param label what figures call it
 * @param precision of feature maps
 * @param opening makes it, with other numbers for another seed
 */
record KernelCase(String workload, String label, Precision precision, Opening opening) {

    /** Generations that programs can run, in turns. */
    static final int GENERATIONS = 8;

    /** Makes the program and all that it needs. */
    interface Opening {
        Opened open(Device device, long seed);
    }

    /**
     * A program that can run.
     *
     * @param program that is timed
     * @param owned what is closed afterwards, in this order, the program with it
     */
    record Opened(Program program, List<AutoCloseable> owned) implements AutoCloseable {
        @Override
        public void close() {
            Closing.all(owned);
        }
    }

    /** A generation of a search, with a single step of its decoder, as all steps launch the same. */
    static KernelCase of(Workload workload, PlanOptions options) {
        Workload brief = workload.steps() == 0 ? workload : workload.withSteps(1);
        String noise = options.noise() == PlanOptions.AUTO.noise() ? "" : ", fast noise";
        String chunk = options.chunkRows() == 0 ? "" : ", chunks of " + options.chunkRows();
        return new KernelCase(workload.id(), workload.shape() + noise + chunk, workload.precision(), (device, seed) -> {
            KeptPrograms kept = new KeptPrograms(device);
            DiffusionElites search = brief.search(kept, GENERATIONS, seed, options);
            return new Opened(kept.first().program(), List.of(search));
        });
    }

    /** Steps of Diffusion Evolution. */
    static KernelCase ofEvolution(int individuals, int width) {
        return new KernelCase("W8", "W8, N " + individuals + ", d " + width, Precision.FLOAT32, (device, seed) -> {
            Evolution evolution = new Evolution(device, individuals, width, GENERATIONS, seed);
            return new Opened(evolution.program(), List.of(evolution));
        });
    }
}
