package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.HostReward;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A reward that waits in the middle of a run until a test lets it go on. */
final class WaitingReward implements HostReward {

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public void score(HostBatch batch) {
        entered.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new AssertionError("Nobody interrupts this reward.", e);
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.reward(i, 1);
        }
    }

    void awaitEntry() throws InterruptedException {
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
    }

    void release() {
        released.countDown();
    }
}
