package io.github.diffusionelites.bench.suite.timing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The peers of a workload, and what is wanted beside them. */
final class PeerComparison {

    /** PyTorch, operation by operation. */
    private static final List<String> EAGER = List.of("B0", "B1");

    private static final int SMALL = 4096;
    private static final int MEDIUM = 16_384;
    private static final int SMALLEST = 1024;
    private static final double OF_GRAPHS = 2;
    private static final double OF_GRAPHS_LATER = 1.3;
    private static final double OF_EAGER = 10;

    private final List<PeerResult.Ran> ran = new ArrayList<>();

    /**
     * Runs peers and puts a figure of each on the sheet, or a verdict that says why there is none.
     *
     * @param workload as peers call it
     * @param shape as figures call it
     * @param peers in the order in which they run
     * @param reserve seconds that peers leave of the time of the group
     */
    static PeerComparison run(Session session, String workload, String shape, List<String> peers, double reserve) {
        PeerComparison comparison = new PeerComparison();
        Deadline deadline = session.deadline().within(session.deadline().secondsLeft() - reserve);
        for (int i = 0; i < peers.size(); i++) {
            String peer = peers.get(i);
            PeerResult result = session.peers()
                    .run(workload, peer, allotment(deadline.secondsLeft(), peers.subList(i, peers.size())));
            switch (result) {
                case PeerResult.Unavailable none -> session.skip("peer " + peer + " on " + workload, none.reason());
                case PeerResult.Ran some -> {
                    comparison.ran.add(some);
                    session.sheet()
                            .put(Measured.of(
                                            session.group(),
                                            "peer " + peer + " " + some.variant(),
                                            shape,
                                            Samples.of(some.milliseconds()),
                                            "ms")
                                    .note(note(some)));
                }
            }
        }
        return comparison;
    }

    /** Returns the seconds that the first of some peers is told, its share of what is left less its grace. */
    static double allotment(double secondsLeft, List<String> peers) {
        double share = weight(peers.getFirst())
                / peers.stream().mapToDouble(PeerComparison::weight).sum();
        double seconds = share * secondsLeft;
        return seconds - Peers.grace(seconds / 2);
    }

    /** Those that compile need longer, and most of all the one that tries the most ways. */
    private static double weight(String peer) {
        return switch (peer) {
            case "B3" -> 4;
            case "B2", "B4" -> 2;
            default -> 1;
        };
    }

    private static String note(PeerResult.Ran peer) {
        return String.format(
                Locale.ROOT,
                "peak memory %.0f MB, %.1f s of processor; %s",
                peer.peakBytes() / 1e6,
                peer.processorSeconds(),
                peer.note());
    }

    /** Returns a figure beside the best of all peers, with what is wanted beside compiled ones. */
    Measured besideBest(Measured generation, int population) {
        PeerResult.Ran best = best(peer -> true);
        if (best == null) {
            return generation;
        }
        double wanted = population <= SMALL ? OF_GRAPHS : population >= MEDIUM ? OF_GRAPHS_LATER : 0;
        boolean compiled = !EAGER.contains(best.peer());
        double milliseconds = milliseconds(best);
        Measured beside = generation.peer(milliseconds, name(best));
        return compiled && wanted > 0 ? beside.target(milliseconds / wanted) : beside;
    }

    /** Returns a figure beside the best eager peer; the same as before where there is none. */
    Measured besideEager(Measured generation, int population) {
        PeerResult.Ran best = best(peer -> EAGER.contains(peer.peer()));
        if (best == null) {
            return generation;
        }
        double milliseconds = milliseconds(best);
        Measured beside = generation.peer(milliseconds, name(best));
        return population == SMALLEST ? beside.target(milliseconds / OF_EAGER) : beside;
    }

    boolean hasEager() {
        return best(peer -> EAGER.contains(peer.peer())) != null;
    }

    private PeerResult.@Nullable Ran best(Predicate<PeerResult.Ran> which) {
        return ran.stream()
                .filter(which)
                .min(Comparator.comparingDouble(PeerComparison::milliseconds))
                .orElse(null);
    }

    private static double milliseconds(PeerResult.Ran peer) {
        return Samples.of(peer.milliseconds()).median();
    }

    private static String name(PeerResult.Ran peer) {
        return (peer.peer() + " " + peer.variant()).strip();
    }
}
