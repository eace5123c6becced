package io.github.diffusionelites.device.engine;

import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.scoring.ChunkSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A recording made ready on a device. Used by one thread at a time; {@link #cancel} is for any. */
public interface Runner {

    /** Returns how it runs. */
    Plan plan();

    /** Returns the names of the kernels that a run launches, each once; empty where there are none. */
    default List<String> kernels() {
        return List.of();
    }

    /** Returns the decoded chunks of the run in progress for a reward computed by Java; null where there is none. */
    @Nullable
    ChunkSource chunks();

    /** Starts the per-individual part of a generation; every run that started is finished. */
    void start(long seed, int generation);

    /**
     * Waits for the per-individual part and runs the population-wide part unless the run is abandoned or was cancelled.
     *
     * @return how long the parts took; null if the run was cancelled
     */
    @Nullable
    Nanos finish(boolean abandon);

    /**
     * Ends the run in progress early, or the next one. A run whose population-wide part has begun goes on to its end;
     * then it is the next one.
     */
    void cancel();

    /** Frees what belongs to this program alone. Called once, after its last run. */
    void destroy();

    /** Gives back what it shares with other programs, and what it holds of the memory: under the device's lock. */
    void giveBack();

    /**
     * How long the parts of a run took.
     *
     * @param individuals nanoseconds of the per-individual part
     * @param population nanoseconds of the population-wide part
     */
    record Nanos(long individuals, long population) {}
}
