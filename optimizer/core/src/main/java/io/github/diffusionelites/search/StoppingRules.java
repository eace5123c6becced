package io.github.diffusionelites.search;

import java.time.Duration;
import java.util.Objects;

/**
 * When a search ends before all generations of its schedule are run. Rules are looked at after each generation, in the
 * order of {@link StopReason}. All but the time depend on the search alone, so that a search ends after the same
 * generation wherever it runs.
 *
 * @param target reward that is good enough, in the sense of the search; looked at where generations are decoded at
 *     final fidelity, as a coarser decoder's reward is not the one of the result. NaN for none
 * @param evaluations denoiser evaluations of the generations at most, the final round apart; 0 for no limit. The first
 *     generation is always run
 * @param generations at most; 0 for all of the schedule
 * @param time from the first generation on, the time in which the search waited for others included; zero for no limit,
 *     a hundred years at most
 * @param stagnation generations of the same fidelity, one after the other, in which the best reward so far did not get
 *     better by more than {@code improvement}; 0 for no limit
 * @param improvement of the reward that counts, finite and at least 0
 * @param collapse least spread of the proposal, the root of its mean variance, finite and at least 0; 0 for no limit
 */
public record StoppingRules(
        double target,
        long evaluations,
        int generations,
        Duration time,
        int stagnation,
        double improvement,
        double collapse) {

    /** A hundred years: nanoseconds of it can be counted. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** All generations of the schedule are run. */
    public static final StoppingRules NONE = new StoppingRules(Double.NaN, 0, 0, Duration.ZERO, 0, 0, 0);

    /** Checks the ranges. */
    public StoppingRules {
        Objects.requireNonNull(time, "time");
        if (Double.isInfinite(target)) {
            throw new IllegalArgumentException("The target of a search must be finite, but is " + target + ".");
        }
        requireCount("evaluations", evaluations);
        requireCount("generations", generations);
        requireCount("generations of stagnation", stagnation);
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "The time of a search must be from 0 (no limit) to " + LONGEST + ", but is " + time + ".");
        }
        requireFigure("improvement", improvement);
        requireFigure("least spread", collapse);
    }

    /** Returns whether there is a target. */
    public boolean hasTarget() {
        return !Double.isNaN(target);
    }

    /** Returns whether a reward is as good as the target; false where there is none, or no reward. */
    public boolean reached(double reward, Sense sense) {
        return hasTarget() && !Double.isNaN(reward) && !sense.better(target, reward);
    }

    /** Returns these rules with another target; NaN for none. */
    public StoppingRules withTarget(double other) {
        return new StoppingRules(other, evaluations, generations, time, stagnation, improvement, collapse);
    }

    /** Returns these rules with other numbers of evaluations and generations; 0 for no limit. */
    public StoppingRules withBudget(long mostEvaluations, int mostGenerations) {
        return new StoppingRules(target, mostEvaluations, mostGenerations, time, stagnation, improvement, collapse);
    }

    /** Returns these rules with another limit of time; zero for none. */
    public StoppingRules withTime(Duration other) {
        return new StoppingRules(target, evaluations, generations, other, stagnation, improvement, collapse);
    }

    /** Returns these rules with another limit of stagnation. */
    public StoppingRules withStagnation(int mostGenerations, double leastImprovement) {
        return new StoppingRules(target, evaluations, generations, time, mostGenerations, leastImprovement, collapse);
    }

    /** Returns these rules with another least spread of the proposal; 0 for none. */
    public StoppingRules withCollapse(double other) {
        return new StoppingRules(target, evaluations, generations, time, stagnation, improvement, other);
    }

    private static void requireCount(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    "The " + what + " of a search must be at least 0, which is no limit, but are " + value + ".");
        }
    }

    private static void requireFigure(String what, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    "The " + what + " of a search must be finite and at least 0, but is " + value + ".");
        }
    }
}
