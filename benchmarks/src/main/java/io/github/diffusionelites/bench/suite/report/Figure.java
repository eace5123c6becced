package io.github.diffusionelites.bench.suite.report;

import java.util.OptionalDouble;

/**
 * One measured value. What a unit counts a second ({@code GB/s}, {@code evaluations/s}) is better the larger it is, all
 * else, such as times, the smaller.
 *
 * @param group of measurements that it belongs to, for example {@code kernels}
 * @param name what was measured
 * @param shape its sizes, for example {@code 16384 x 64}
 * @param value the median
 * @param unit of the value, for example {@code us} or {@code GB/s}
 * @param spread of the samples: the difference of their 90th and 10th percentiles, relative to the median
 * @param samples how many there were, at least 1
 * @param floor what the hardware allows at best, in the same unit; empty where nobody knows
 * @param bestPeer the same for the best peer, in the same unit; empty where there is none
 * @param peer the name of that peer; empty where there is none
 * @param target what is wanted, in the same unit; empty where nothing is
 * @param note what a reader must know about it; may be empty
 */
public record Figure(
        String group,
        String name,
        String shape,
        double value,
        String unit,
        double spread,
        int samples,
        OptionalDouble floor,
        OptionalDouble bestPeer,
        String peer,
        OptionalDouble target,
        String note) {

    /** Whether a larger value is better. */
    boolean isRate() {
        return unit.endsWith("/s");
    }

    /** Returns which part of the floor is reached, 1 at best; empty without a floor. */
    public OptionalDouble fractionOfFloor() {
        return floor.isEmpty() ? floor : OptionalDouble.of(isRate() ? value / floor.getAsDouble() : timesAs(floor));
    }

    /** Returns how many times as fast as the best peer this is; empty without a peer. */
    public OptionalDouble ratioToPeer() {
        return bestPeer.isEmpty()
                ? bestPeer
                : OptionalDouble.of(isRate() ? value / bestPeer.getAsDouble() : timesAs(bestPeer));
    }

    private double timesAs(OptionalDouble other) {
        return other.getAsDouble() / value;
    }

    /** Returns whether the value misses its target; false where there is none. */
    public boolean missesTarget() {
        return target.isPresent() && !(isRate() ? value >= target.getAsDouble() : value <= target.getAsDouble());
    }
}
