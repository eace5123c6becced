package io.github.diffusionelites.device.scoring;

import org.jspecify.annotations.Nullable;

/** The decoded chunks of one run, as a device supplies them. Every method may be called by several threads at once. */
public interface ChunkSource {

    /** Waits for a chunk that nobody was given yet; null when none is left or {@link #stop} was called. */
    @Nullable
    Chunk next();

    /**
     * Copies the samples of a chunk.
     *
     * @param target at least rows times width floats; row-major [rows, channels, length]
     */
    void samples(Chunk chunk, float[] target);

    /**
     * Stores the rewards of a chunk. Never called for the same chunk twice, nor after the run.
     *
     * @param rewards one a row
     */
    void rewards(Chunk chunk, float[] rewards);

    /** Ends the run early, so that {@link #next} returns null soon. Further calls do nothing. Must not block. */
    void stop();
}
