package io.github.diffusionelites.search;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.HostReward;
import java.util.Objects;

/**
 * A reward that sees the entrants of a final round under the places that they had in the loop. Searches have as many
 * rows as the one with the most entrants; rows without an entrant get the reward {@value #NO_ENTRANT}, and the reward
 * that is wrapped does not see them.
 *
 * @param reward the reward
 * @param places of all rows, row-major [searches, rows]
 * @param rows of a search
 * @param entrants of each search, in its first rows; at most rows
 */
record FinalReward(HostReward reward, int[] places, int rows, int[] entrants) implements HostReward {

    /** A number, so that rows without an entrant do not count among the rewards that are NaN. */
    static final float NO_ENTRANT = 0;

    @Override
    public void score(HostBatch batch) {
        int[] held = new int[batch.size()];
        int size = 0;
        for (int i = 0; i < held.length; i++) {
            if (batch.individual(i) < entrants[batch.search(i)]) {
                held[size++] = i;
            } else {
                batch.reward(i, NO_ENTRANT);
            }
        }
        if (size > 0) {
            reward.score(new Entered(batch, held, size));
        }
    }

    /** The rows of a batch that hold entrants. */
    private final class Entered implements HostBatch {

        private final HostBatch batch;
        private final int[] held;
        private final int size;

        Entered(HostBatch batch, int[] held, int size) {
            this.batch = batch;
            this.held = held;
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
            return batch.search(row(i));
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
            return held[Objects.checkIndex(i, size)];
        }
    }
}
