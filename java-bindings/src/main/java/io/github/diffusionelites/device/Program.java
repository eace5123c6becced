package io.github.diffusionelites.device;

import java.util.List;

/** A recording made ready on a device: one call runs one generation. One thread at a time; {@link #cancel} from any. */
public interface Program extends AutoCloseable {

    /** Returns how the program runs. */
    Plan plan();

    /** Returns the names of the kernels that a run launches, each once; empty where the device has none. */
    default List<String> kernels() {
        return List.of();
    }

    /**
     * Runs the per-individual part for all rows, then the population-wide part, and returns when both are done. An
     * interrupt of the calling thread does not end the run and is kept; {@link #cancel} ends it.
     *
     * @param seed the key of every random number
     * @param generation the generation that random numbers and records belong to, in [0, 2^20)
     * @return how long the parts took
     * @throws java.util.concurrent.CancellationException if {@link #cancel} was called; the population-wide part has
     *     not run then, so that proposals are those of the generation before
     * @throws HostRewardException if a reward computed by Java failed more often than its settings allow
     * @throws IllegalArgumentException if the generation is out of range, or the program draws noise for the id of a
     *     search outside [0, 2^24) or the generation of a row outside [0, 2^20), which its buffers hold
     * @throws IllegalStateException if the program or one of its buffers is closed, or the device runs or compiles a
     *     program, be it the one whose reward calls
     */
    StageTimes run(long seed, int generation);

    /**
     * Asks the run in progress, or the next one, to end early. A run whose population-wide part has begun goes on to its
     * end; then it is the next one that ends. A reward computed by Java is interrupted, and not waited for longer than
     * its grace period.
     */
    void cancel();

    /**
     * Frees the program, after cancelling a run in progress and waiting for its end. Further calls do nothing.
     *
     * @throws IllegalStateException if the program's own reward calls this
     */
    @Override
    void close();
}
