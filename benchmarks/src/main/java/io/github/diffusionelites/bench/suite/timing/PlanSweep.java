package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Products;
import io.github.diffusionelites.search.DiffusionElites;
import java.util.ArrayList;
import java.util.List;

/** Generations by other plans than the device's own: chunks, lanes, and cuBLAS for dense layers. */
final class PlanSweep {

    /** The call of cuBLAS that programs with it make. */
    private static final String PRODUCT = "cublasGemmEx";

    private static final int SMALLEST_CHUNK = 256;
    private static final double SECONDS_OF_PLAN = 4;

    private final Session session;
    private final Workload workload;

    PlanSweep(Session session, Workload workload) {
        this.session = session;
        this.workload = workload;
    }

    /** Puts a figure of each plan on the sheet, within a part of the time that is left. */
    void measure(double seconds) {
        Deadline deadline = session.deadline().within(seconds);
        for (PlanOptions options : plans()) {
            String name = options.chunkRows() == 0
                    ? "generation, cuBLAS for dense layers"
                    : "generation, " + options.lanes() + " lanes of " + options.chunkRows() + " rows";
            if (deadline.hasPassed()) {
                session.skip(workload.shape() + ", " + name, "The time for other plans was over.");
            } else {
                session.part(name, () -> one(name, options, deadline));
            }
        }
    }

    private List<PlanOptions> plans() {
        List<PlanOptions> plans = new ArrayList<>();
        plans.add(new PlanOptions(0, 0).withProducts(Products.LIBRARY));
        int least = session.scale().tiny() ? workload.population() : SMALLEST_CHUNK;
        for (int rows = workload.population(); rows >= least; rows /= 2) {
            plans.add(new PlanOptions(rows, 1));
            if (rows < workload.population()) {
                plans.add(new PlanOptions(rows, 2));
            }
        }
        return plans;
    }

    private void one(String name, PlanOptions options, Deadline deadline) {
        Scale scale = session.scale();
        Generations generations = new Generations();
        int most = scale.warmUp() + scale.generations();
        KeptPrograms kept = new KeptPrograms(session.device());
        try (DiffusionElites search = workload.search(kept, most, 1, options)) {
            if (options.products() == Products.LIBRARY
                    && !kept.first().program().kernels().contains(PRODUCT)) {
                session.skip(name, "cuBLAS cannot be loaded, so that kernels multiply; the warning above says why.");
                return;
            }
            generations.run(
                    () -> search.step().times(), scale.warmUp(), scale.generations(), deadline.within(SECONDS_OF_PLAN));
        }
        session.sheet()
                .put(Measured.of(session.group(), name, workload.shape(), generations.wall(), "ms")
                        .note("a plan that was asked for, beside the device's own"));
    }
}
