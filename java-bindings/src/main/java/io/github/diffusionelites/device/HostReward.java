package io.github.diffusionelites.device;

/**
 * A reward computed by Java code. It is called by threads of the device's own, one by default, each with one batch at a
 * time, while the device decodes the next ones. {@link HostRewardSettings} says how it is called and what happens when
 * it misbehaves.
 */
@FunctionalInterface
public interface HostReward {

    /** Scores every sample of a batch: calls {@link HostBatch#reward} for each. One left out counts as NaN. */
    void score(HostBatch batch);
}
