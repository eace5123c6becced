package io.github.diffusionelites.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.Operation;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Gives chunks of samples to a host reward. */
final class HostScoring {

    private final HostReward reward;
    private final CpuBuffer samples;
    private final CpuBuffer rewards;
    private final int width;
    private final int individuals;

    HostScoring(Operation.ScoreOnHost operation, int individuals) {
        this.reward = operation.reward();
        this.samples = (CpuBuffer) operation.samples().buffer();
        this.rewards = (CpuBuffer) operation.rewards();
        this.width = operation.samples().width();
        this.individuals = individuals;
    }

    void score(ElitesAbi.ReadyChunk chunk) {
        for (int i = 0; i < chunk.count(); i++) {
            rewards.memory().setAtIndex(JAVA_FLOAT, chunk.firstRow() + i, Float.NaN);
        }
        Batch batch = new Batch(chunk.firstRow(), chunk.count());
        try {
            reward.score(batch);
        } finally {
            batch.over = true;
        }
    }

    private final class Batch implements HostBatch {
        private final long firstRow;
        private final int size;
        private volatile boolean over;

        Batch(long firstRow, int size) {
            this.firstRow = firstRow;
            this.size = size;
        }

        @Override
        public int size() {
            return size;
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
            MemorySegment.copy(samples.memory(), JAVA_FLOAT, row(i) * width * Float.BYTES, target, 0, width);
        }

        @Override
        public void reward(int i, float value) {
            rewards.memory().setAtIndex(JAVA_FLOAT, row(i), value);
        }

        private long row(int i) {
            Objects.checkIndex(i, size);
            if (over) {
                throw new IllegalStateException("A batch may be used only during the call that it was given to.");
            }
            return firstRow + i;
        }
    }
}
