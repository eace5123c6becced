package io.github.diffusionelites.device;

/** A recording made ready on a device: one call runs one generation. One thread at a time; {@link #cancel} from any. */
public interface Program extends AutoCloseable {

    /** Returns how the program runs. */
    Plan plan();

    /**
     * Runs the per-individual part for all rows, then the population-wide part, and returns when both are done.
     *
     * @param seed the key of every random number
     * @param generation the generation that random numbers and records belong to, in [0, 2^20)
     * @return how long the parts took
     * @throws java.util.concurrent.CancellationException if {@link #cancel} was called; the population-wide part has
     *     not run then, so that proposals are those of the generation before
     */
    StageTimes run(long seed, int generation);

    /** Asks the run in progress, or the next one, to end early. */
    void cancel();

    /** Frees the program. Further calls do nothing. */
    @Override
    void close();
}
