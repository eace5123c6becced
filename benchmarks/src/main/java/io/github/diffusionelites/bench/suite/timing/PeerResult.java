package io.github.diffusionelites.bench.suite.timing;

import java.util.List;

/** What became of a peer. */
sealed interface PeerResult {

    /** Returns which peer it is, such as {@code B3}. */
    String peer();

    /**
     * A peer that ran.
     *
     * @param variant which of its ways was fastest
     * @param milliseconds of a generation, one a repetition
     * @param peakBytes of device memory, 0 where it is not known
     * @param processorSeconds in all, 0 where it is not known
     * @param note what else it says, its versions with it
     */
    record Ran(
            String peer,
            String variant,
            List<Double> milliseconds,
            double peakBytes,
            double processorSeconds,
            String note)
            implements PeerResult {}

    /**
     * A peer without figures.
     *
     * @param reason one sentence
     */
    record Unavailable(String peer, String reason) implements PeerResult {}
}
