package io.github.diffusionelites.reward;

import io.github.diffusionelites.device.HostBatch;
import java.util.Objects;

/** Calls a function with one sample at a time. */
record FunctionOfSearch(SearchReward reward, int channels, int length) implements ExternalReward {

    FunctionOfSearch {
        Objects.requireNonNull(reward, "reward");
        if (channels < 1 || length < 1) {
            throw new IllegalArgumentException(
                    "Samples have at least 1 channel and 1 position, but here " + channels + " and " + length + ".");
        }
    }

    @Override
    public void score(HostBatch batch, SearchLookup searches) {
        // Its own for each call: threads that were given up may still write to theirs.
        float[] sample = new float[Math.multiplyExact(channels, length)];
        for (int i = 0; i < batch.size(); i++) {
            batch.sample(i, sample);
            float[] parameters = searches.parameters(batch.search(i));
            batch.reward(i, (float) reward.reward(sample, channels, length, parameters));
        }
    }

    @Override
    public void close() {
        // A function holds nothing.
    }
}
