package io.github.diffusionelites.run.input;

import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.search.FidelitySchedule;
import io.github.diffusionelites.search.SearchInstance;
import io.github.diffusionelites.search.Sense;

/** What a job sets for its searches and a manifest for one of them, by the same key and within the same limits. */
public enum Setting {
    /** Of the noise. */
    ID("id", new WholeRange(0, SearchInstance.ID_LIMIT - 1)),
    /** Of random numbers. */
    SEED("seed", new WholeRange(Long.MIN_VALUE, Long.MAX_VALUE)),
    /** Individuals; they must fit a signed 32-bit count of individuals in one batch. */
    POPULATION("population", new WholeRange(1, 1 << 24)),
    /** Number of elites. */
    ELITES("elites", new WholeRange(1, Integer.MAX_VALUE)),
    /** Share of elites. */
    ELITE_FRACTION("elite_fraction", new NumberRange(0, 1, true)),
    /** Which rewards are good. */
    SENSE("sense", Words.of(Sense.values())),
    /** Who is an elite where rewards are equal. */
    RULE("rule", Words.of(SelectionRule.values())),
    /** Of a full proposal. */
    JITTER("jitter", NumberRange.NOT_NEGATIVE),
    /** Of a diagonal proposal. */
    VARIANCE_FLOOR("variance_floor", NumberRange.NOT_NEGATIVE),
    /** Of a diagonal proposal. */
    DEVIATION_FLOOR("deviation_floor", NumberRange.NOT_NEGATIVE),
    /** Reward that is good enough. */
    TARGET("target", NumberRange.FINITE),
    /** Most evaluations of the denoiser; 0 for no limit, as for the ones that follow. */
    EVALUATIONS("evaluations", new WholeRange(0, Long.MAX_VALUE)),
    /** Most generations. */
    GENERATIONS("generations", new WholeRange(0, FidelitySchedule.GENERATION_LIMIT - 1)),
    /** Longest time. */
    SECONDS("seconds", new NumberRange(0, 1e9)),
    /** Most generations without an improvement. */
    STAGNATION("stagnation", new WholeRange(0, FidelitySchedule.GENERATION_LIMIT - 1)),
    /** Of the reward that counts. */
    IMPROVEMENT("improvement", NumberRange.NOT_NEGATIVE),
    /** Least spread of the proposal. */
    COLLAPSE("collapse", NumberRange.NOT_NEGATIVE);

    private final String key;
    // All implementations are records of numbers and an unmodifiable list.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Allowed<?> allowed;

    Setting(String key, Allowed<?> allowed) {
        this.key = key;
        this.allowed = allowed;
    }

    /** Returns the key in job files and the name of the column in manifests. */
    public String key() {
        return key;
    }

    /** Returns the values that are allowed. */
    public Allowed<?> allowed() {
        return allowed;
    }

    /** Returns whether it says when a search ends. */
    public boolean isStop() {
        return compareTo(TARGET) >= 0;
    }
}
