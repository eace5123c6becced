package io.github.diffusionelites.reward;

import io.github.diffusionelites.device.HostBatch;

/**
 * A reward that is computed outside of this process, or by Java code that knows which search a sample belongs to.
 * {@link io.github.diffusionelites.device.HostRewardSettings} say how many threads call it at a time, each with a batch
 * of its own, and what follows when it throws or takes too long. A call that takes too long, or is in progress when a
 * run ends early, is interrupted, and has to return or throw soon then.
 */
public interface ExternalReward extends AutoCloseable {

    /** Returns a reward for samples of a shape that a function computes; closing it does nothing. */
    static ExternalReward of(SearchReward reward, int channels, int length) {
        return new FunctionOfSearch(reward, channels, length);
    }

    /**
     * Scores every sample of a batch: calls {@link HostBatch#reward} for each. One left out counts as NaN.
     *
     * @param searches the searches that the samples belong to, valid during the call only
     */
    void score(HostBatch batch, SearchLookup searches);

    /** Ends what was started for the calls; none is made afterwards. Further calls do nothing. */
    @Override
    void close();
}
