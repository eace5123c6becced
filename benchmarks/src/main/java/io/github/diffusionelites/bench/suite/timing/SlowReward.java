package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.HostReward;
import java.util.concurrent.locks.LockSupport;

/**
 * A reward that takes a given time for a batch, as a call of a simulator does: it waits, and spins at the end.
 *
 * @param nanos of a batch
 */
record SlowReward(long nanos) implements HostReward {

    /** A wait may end so much later. */
    private static final long SPIN = 200_000;

    @Override
    public void score(HostBatch batch) {
        long end = System.nanoTime() + nanos;
        float[] sample = new float[batch.width()];
        for (int i = 0; i < batch.size(); i++) {
            batch.sample(i, sample);
            batch.reward(i, sample[0]);
        }
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            if (left > SPIN) {
                LockSupport.parkNanos(left - SPIN);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
