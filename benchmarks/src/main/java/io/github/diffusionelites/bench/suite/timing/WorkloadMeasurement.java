package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.StageTimes;
import io.github.diffusionelites.search.DiffusionElites;
import java.util.List;
import java.util.Locale;

/** Generations of one workload, some before its peers and some after them. */
final class WorkloadMeasurement {

    private static final double MEGABYTE = 1e6;

    /** Search overhead that is wanted at most, milliseconds, and at which population. */
    private static final double OVERHEAD = 0.04;

    private static final int OVERHEAD_POPULATION = 16_384;
    private static final double RESERVE = 20;

    /** Of the time that is left, for other plans. */
    private static final double SWEEP_SHARE = 0.15;

    private final Session session;
    private final Workload workload;
    private final double seconds;
    private final Generations generations = new Generations();
    private double floorSeconds;
    private double bytes;
    private String plan = "";

    /**
     * Prepares a measurement.
     *
     * @param seconds that each of two runs may take
     */
    WorkloadMeasurement(Session session, Workload workload, double seconds) {
        this.session = session;
        this.workload = workload;
        this.seconds = seconds;
    }

    /** Puts the figures on the sheet; returns the seconds of a generation. */
    double measure(List<String> peers, boolean sweep) {
        run(1);
        put(generation());
        parts();
        if (sweep) {
            new PlanSweep(session, workload)
                    .measure(SWEEP_SHARE * session.deadline().secondsLeft());
        }
        if (!peers.isEmpty()) {
            PeerComparison comparison =
                    PeerComparison.run(session, workload.peerName(), workload.shape(), peers, reserve());
            // Once more behind the peers, so that a device that has become slower shows.
            session.part(workload.shape() + ", again", () -> run(2));
            put(comparison.besideBest(generation(), workload.population()));
            if (comparison.hasEager()) {
                put(comparison.besideEager(
                        Measured.of(
                                session.group(),
                                "generation, beside eager PyTorch",
                                workload.shape(),
                                generations.wall(),
                                "ms"),
                        workload.population()));
            }
            parts();
        }
        return generations.wall().median() / 1e3;
    }

    private void run(long seed) {
        Scale scale = session.scale();
        long before = session.device().freeBytes();
        KeptPrograms kept = new KeptPrograms(session.device());
        int most = scale.warmUp() + scale.generations();
        try (DiffusionElites search = workload.search(kept, most, seed, PlanOptions.AUTO)) {
            bytes = Math.max(bytes, (double) (before - session.device().freeBytes()));
            plan = search.plan().chunks() + " chunks of " + search.plan().chunkRows() + " rows";
            floorSeconds =
                    session.ceilings().seconds(RecordedWork.of(kept.first().recording(), workload.precision()));
            generations.run(
                    () -> times(search),
                    scale.warmUp(),
                    scale.generations(),
                    session.deadline().within(seconds));
        }
    }

    /** Time that peers leave: for our second run, and to close. */
    private double reserve() {
        return session.scale().tiny() ? 0 : RESERVE + seconds;
    }

    private static StageTimes times(DiffusionElites search) {
        return search.step().times();
    }

    private Measured generation() {
        return Measured.of(session.group(), "generation", workload.shape(), generations.wall(), "ms")
                .floor(1e3 * floorSeconds)
                .note("by the host's clock, reports included; " + plan);
    }

    private void parts() {
        double milliseconds = generations.wall().median();
        put(part("decode", generations.decode())
                .floor(1e3 * floorSeconds)
                .note(percent(generations.decode().median() / milliseconds)
                        + " of the generation, by the device's clock"));
        Measured overhead = part("selection and refit", generations.population())
                .note(percent(generations.population().median() / milliseconds)
                        + " of the generation, by the device's clock");
        put(
                workload.searches() == 1 && workload.population() == OVERHEAD_POPULATION
                        ? overhead.target(OVERHEAD)
                        : overhead);
        put(Measured.of(
                        session.group(),
                        "sample evaluations",
                        workload.shape(),
                        Samples.of(1e3 * workload.evaluations() / milliseconds),
                        "evaluations/s")
                .floor(workload.evaluations() / floorSeconds));
        put(part("device memory", Samples.of(bytes / MEGABYTE), "MB").note("buffers, workspaces and weights"));
        put(part("processor", Samples.of(1e3 * generations.processorSeconds()), "ms")
                .note("of all threads of this process, a generation"));
    }

    private Measured part(String name, Samples samples) {
        return part(name, samples, "ms");
    }

    private Measured part(String name, Samples samples, String unit) {
        return Measured.of(session.group(), name, workload.shape(), samples, unit);
    }

    private void put(Measured measured) {
        session.sheet().put(measured);
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part);
    }
}
