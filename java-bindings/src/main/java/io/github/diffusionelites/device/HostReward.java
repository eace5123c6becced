package io.github.diffusionelites.device;

/**
 * A reward computed by Java code. It is called by one thread with one batch at a time, while the device decodes the
 * next ones. What it throws ends the run and reaches the caller.
 */
@FunctionalInterface
public interface HostReward {

    /** Scores every sample of a batch: calls {@link HostBatch#reward} for each. One left out counts as NaN. */
    void score(HostBatch batch);
}
