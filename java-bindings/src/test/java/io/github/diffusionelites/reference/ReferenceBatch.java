package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.Operation;
import java.util.Arrays;
import java.util.Objects;

/** Consecutive rows for a host reward; closed when the reward returns. */
final class ReferenceBatch implements HostBatch, AutoCloseable {

    private final Operation.ScoreOnHost operation;
    private final int individuals;
    private final long first;
    private final float[] rewards;
    private boolean closed;

    ReferenceBatch(Operation.ScoreOnHost operation, int individuals, long first, int size) {
        this.operation = operation;
        this.individuals = individuals;
        this.first = first;
        this.rewards = new float[size];
        Arrays.fill(rewards, Float.NaN);
    }

    /** Writes the rewards to their buffer. */
    void store() {
        operation.rewards().write(first, rewards);
    }

    @Override
    public int size() {
        return rewards.length;
    }

    @Override
    public int width() {
        return operation.samples().width();
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
        if (target.length < width()) {
            throw new IllegalArgumentException(
                    "A sample has " + width() + " floats, but the target only " + target.length + ".");
        }
        float[] sample = new float[width()];
        operation.samples().buffer().read(row(i) * width(), sample);
        System.arraycopy(sample, 0, target, 0, sample.length);
    }

    @Override
    public void reward(int i, float reward) {
        row(i);
        rewards[i] = reward;
    }

    @Override
    public void close() {
        closed = true;
    }

    private long row(int i) {
        if (closed) {
            throw new IllegalStateException("A batch is valid only while its reward is computed.");
        }
        return first + Objects.checkIndex(i, rewards.length);
    }
}
