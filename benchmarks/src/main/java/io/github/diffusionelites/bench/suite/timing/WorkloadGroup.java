package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.search.ProposalSettings;
import java.util.List;
import java.util.function.Function;

/**
 * Whole generations of searches, beside peers.
 *
 * @param searches in the order in which they are measured
 */
record WorkloadGroup(List<Function<Scale, Entry>> searches) implements Group.Measurement {

    private static final List<String> ALL_PEERS = List.of("B3", "B0", "B1", "B2", "B4");
    private static final List<String> SOME_PEERS = List.of("B1", "B3", "B0");
    private static final List<String> EAGER = List.of("B1", "B0");
    private static final int LARGEST = 4096;

    /** Of the share of time, for each of our two runs; the rest is for peers and other plans. */
    private static final double OWN_SHARE = 0.1;

    /** One that does not count, one that does, and a compilation. */
    private static final int GENERATIONS_AT_LEAST = 3;

    /**
     * A search and its peers.
     *
     * @param peers in the order in which they run, the one that matters most first
     * @param sweep whether other plans than the device's own are measured, too
     * @param work how much more it is than the entry before it, where it must fit into the time that is left; else 0
     */
    record Entry(Workload workload, List<String> peers, boolean sweep, double work) {

        Entry(Workload workload, List<String> peers) {
            this(workload, peers, false, 0);
        }
    }

    static WorkloadGroup small() {
        return new WorkloadGroup(List.of(
                scale -> new Entry(Workload.w1(scale).with(Precision.FLOAT32), List.of()),
                scale -> new Entry(Workload.w1(scale), ALL_PEERS, true, 0)));
    }

    static WorkloadGroup medium() {
        return new WorkloadGroup(List.of(
                scale -> new Entry(Workload.w2(scale).with(Precision.FLOAT32), List.of()),
                scale -> new Entry(Workload.w2(scale), ALL_PEERS, true, 0)));
    }

    static WorkloadGroup large() {
        return new WorkloadGroup(List.of(
                scale -> new Entry(Workload.w3(scale), SOME_PEERS),
                scale -> new Entry(Workload.w4(scale), SOME_PEERS)));
    }

    static WorkloadGroup mlp() {
        return new WorkloadGroup(List.of(scale -> new Entry(Workload.w5(scale), SOME_PEERS)));
    }

    static WorkloadGroup core() {
        return new WorkloadGroup(List.of(
                scale -> new Entry(Workload.w6(scale), List.of("B0")),
                scale -> new Entry(Workload.w7(scale, LARGEST / 4), EAGER),
                // The refit is one block's work for a search, of the third power of the dimension.
                scale -> new Entry(Workload.w7(scale, LARGEST), EAGER, false, 64)));
    }

    static WorkloadGroup islands() {
        return new WorkloadGroup(List.of(
                scale -> new Entry(Workload.w9(scale, new ProposalSettings.Diagonal()), SOME_PEERS),
                scale -> new Entry(Workload.w9(scale, new ProposalSettings.Full()), EAGER)));
    }

    @Override
    public void measure(Session session) {
        session.part("ceilings", session::ceilings);
        double former = 0;
        for (int i = 0; i < searches.size(); i++) {
            Entry entry = searches.get(i).apply(session.scale());
            double share = 1.0 / (searches.size() - i);
            former = isTooMuch(session, entry, former) ? 0 : measure(session, entry, share);
        }
    }

    /** Says so where an entry would not fit into the time that is left, by the seconds of the one before it. */
    private static boolean isTooMuch(Session session, Entry entry, double former) {
        if (entry.work() == 0) {
            return false;
        }
        if (former == 0) {
            session.skip(entry.workload().shape(), "The one before it, which says how long it takes, has no figure.");
            return true;
        }
        double predicted = former * entry.work();
        if (predicted * GENERATIONS_AT_LEAST > session.deadline().secondsLeft()) {
            session.skip(
                    entry.workload().shape(),
                    "A generation would take about " + Math.round(predicted) + " s by its work beside the one before"
                            + " it, too much for the time of the group that is left.");
            return true;
        }
        return false;
    }

    /** Returns the seconds of a generation, 0 where it could not be measured. */
    private static double measure(Session session, Entry entry, double share) {
        double[] seconds = new double[1];
        session.part(entry.workload().shape(), () -> {
            double own = OWN_SHARE * share * session.deadline().secondsLeft();
            seconds[0] = new WorkloadMeasurement(session, entry.workload(), own).measure(entry.peers(), entry.sweep());
        });
        return seconds[0];
    }
}
