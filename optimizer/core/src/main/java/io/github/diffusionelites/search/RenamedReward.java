package io.github.diffusionelites.search;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.HostReward;

/**
 * A reward that sees the individuals of a final round under the places that they had in the loop.
 *
 * @param reward the reward
 * @param places of all rows, row-major [searches, rows]
 * @param rows of a search
 */
record RenamedReward(HostReward reward, int[] places, int rows) implements HostReward {

    @Override
    public void score(HostBatch batch) {
        reward.score(new HostBatch() {
            @Override
            public int size() {
                return batch.size();
            }

            @Override
            public int width() {
                return batch.width();
            }

            @Override
            public int search(int i) {
                return batch.search(i);
            }

            @Override
            public int individual(int i) {
                return places[batch.search(i) * rows + batch.individual(i)];
            }

            @Override
            public void sample(int i, float[] target) {
                batch.sample(i, target);
            }

            @Override
            public void reward(int i, float value) {
                batch.reward(i, value);
            }
        });
    }
}
