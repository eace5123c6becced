package io.github.diffusionelites.search;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.HostReward;
import java.util.Objects;

/**
 * A reward that sees rows under the names that they have outside of their program. Rows that hold nothing get the reward
 * {@value #NOTHING_HELD}, and the reward that is wrapped does not see them. The arrays may change between two runs.
 *
 * @param reward the reward
 * @param searches what to call each search
 * @param places what to call the individual of each row, row-major [searches, rows]
 * @param rows of a search
 * @param held rows of each search that hold something, its first ones; at most rows
 */
record HeldReward(HostReward reward, int[] searches, int[] places, int rows, int[] held) implements HostReward {

    /** A number, so that rows that hold nothing do not count among the rewards that are NaN. */
    static final float NOTHING_HELD = 0;

    @Override
    public void score(HostBatch batch) {
        int[] shown = new int[batch.size()];
        int size = 0;
        for (int i = 0; i < shown.length; i++) {
            if (batch.individual(i) < held[batch.search(i)]) {
                shown[size++] = i;
            } else {
                batch.reward(i, NOTHING_HELD);
            }
        }
        if (size > 0) {
            reward.score(new Shown(batch, shown, size));
        }
    }

    /** The rows of a batch that hold something. */
    private final class Shown implements HostBatch {

        private final HostBatch batch;
        private final int[] shown;
        private final int size;

        Shown(HostBatch batch, int[] shown, int size) {
            this.batch = batch;
            this.shown = shown;
            this.size = size;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public int width() {
            return batch.width();
        }

        @Override
        public int search(int i) {
            return searches[batch.search(row(i))];
        }

        @Override
        public int individual(int i) {
            return places[batch.search(row(i)) * rows + batch.individual(row(i))];
        }

        @Override
        public void sample(int i, float[] target) {
            batch.sample(row(i), target);
        }

        @Override
        public void reward(int i, float value) {
            batch.reward(row(i), value);
        }

        private int row(int i) {
            return shown[Objects.checkIndex(i, size)];
        }
    }
}
