package io.github.diffusionelites.device.scoring;

import io.github.diffusionelites.device.HostBatch;
import java.util.Arrays;
import java.util.Objects;

/** What one call of a reward sees: copies of samples, and rewards that nobody else sees before the call is over. */
final class CopiedBatch implements HostBatch {

    private final Chunk chunk;
    private final int width;
    private final int individuals;
    private final float[] samples;
    private final float[] rewards;
    private volatile boolean over;

    CopiedBatch(Chunk chunk, int width, int individuals, float[] samples) {
        this.chunk = chunk;
        this.width = width;
        this.individuals = individuals;
        this.samples = samples;
        this.rewards = new float[chunk.rows()];
        Arrays.fill(rewards, Float.NaN);
    }

    @Override
    public int size() {
        return chunk.rows();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int search(int i) {
        return (int) (row(i) / individuals);
    }

    @Override
    public int individual(int i) {
        return (int) (row(i) % individuals);
    }

    @Override
    public void sample(int i, float[] target) {
        row(i);
        if (target.length < width) {
            throw new IllegalArgumentException("A sample has " + width + " floats, but the target only " + target.length
                    + "; give an array of at least " + width + ".");
        }
        System.arraycopy(samples, i * width, target, 0, width);
    }

    @Override
    public void reward(int i, float reward) {
        row(i);
        rewards[i] = reward;
    }

    /** Returns the rewards, NaN where none was set. */
    float[] rewards() {
        return rewards;
    }

    /** Refuses every further use. */
    void end() {
        over = true;
    }

    private long row(int i) {
        if (over) {
            throw new IllegalStateException("A batch may be used only during the call that it was given to, and that"
                    + " call has returned, timed out or was cancelled.");
        }
        return chunk.firstRow() + Objects.checkIndex(i, rewards.length);
    }
}
