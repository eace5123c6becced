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

    private static final List<String> ALL_PEERS = List.of("B0", "B1", "B2", "B3", "B4");
    private static final List<String> EAGER = List.of("B0");
    private static final List<String> EAGER_REDUCED = List.of("B0", "B1");
    private static final int LARGEST = 4096;

    /**
     * A search and its peers.
     *
     * @param work how much more it is than the entry before it, where it must fit into the time that is left; else 0
     */
    record Entry(Workload workload, List<String> peers, double work) {}

    static WorkloadGroup small() {
        return new WorkloadGroup(List.of(
                scale -> new Entry(Workload.w1(scale), ALL_PEERS, 0),
                scale -> new Entry(Workload.w1(scale).with(Precision.FLOAT32), List.of(), 0)));
    }

    static WorkloadGroup medium() {
        return new WorkloadGroup(List.of(
                scale -> new Entry(Workload.w2(scale), ALL_PEERS, 0),
                scale -> new Entry(Workload.w2(scale).with(Precision.FLOAT32), List.of(), 0)));
    }

    static WorkloadGroup large() {
        return new WorkloadGroup(List.of(
                scale -> new Entry(Workload.w3(scale), EAGER_REDUCED, 0),
                scale -> new Entry(Workload.w4(scale), EAGER_REDUCED, 0)));
    }

    static WorkloadGroup mlp() {
        return new WorkloadGroup(List.of(scale -> new Entry(Workload.w5(scale), EAGER_REDUCED, 0)));
    }

    static WorkloadGroup core() {
        return new WorkloadGroup(List.of(
                scale -> new Entry(Workload.w6(scale), EAGER, 0),
                scale -> new Entry(Workload.w7(scale, LARGEST / 4), EAGER, 0),
                // The refit is one block's work for a search, of the third power of the dimension.
                scale -> new Entry(Workload.w7(scale, LARGEST), List.of(), 64)));
    }

    static WorkloadGroup islands() {
        return new WorkloadGroup(List.of(
                scale -> new Entry(Workload.w9(scale, new ProposalSettings.Diagonal()), EAGER, 0),
                scale -> new Entry(Workload.w9(scale, new ProposalSettings.Full()), List.of(), 0)));
    }

    @Override
    public void measure(Session session) {
        session.part("ceilings", session::ceilings);
        double former = 0;
        double share = 1.0 / searches.size();
        for (Function<Scale, Entry> each : searches) {
            Entry entry = each.apply(session.scale());
            String name = entry.workload().shape();
            double predicted = former * entry.work();
            if (predicted * (session.scale().warmUp() + 1) > session.deadline().secondsLeft()) {
                session.skip(
                        name,
                        "A generation would take about " + Math.round(predicted) + " s by its work beside the one"
                                + " before it, more than the time of the group that is left.");
                continue;
            }
            double[] seconds = new double[1];
            session.part(
                    name,
                    () -> seconds[0] = new WorkloadMeasurement(session, entry.workload(), entry.peers(), share).measure());
            former = seconds[0];
        }
    }
}
