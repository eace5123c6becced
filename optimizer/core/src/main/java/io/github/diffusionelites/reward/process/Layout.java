package io.github.diffusionelites.reward.process;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.reward.SearchLookup;

/**
 * Sizes of a batch.
 *
 * @param count samples, at least 1
 * @param channels of a sample
 * @param length positions of a sample
 * @param parameters of each search
 */
record Layout(int count, int channels, int length, int parameters) {

    static Layout of(HostBatch batch, SearchLookup searches, int channels) {
        if (batch.width() % channels != 0) {
            throw new IllegalArgumentException("Samples of " + batch.width() + " numbers cannot have the " + channels
                    + " channels that the reward process was made for.");
        }
        return new Layout(
                batch.size(), channels, batch.width() / channels, searches.parameters(batch.search(0)).length);
    }

    /** Returns the parameters of a sample's search. */
    float[] parametersOf(int i, HostBatch batch, SearchLookup searches) {
        float[] found = searches.parameters(batch.search(i));
        if (found.length != parameters) {
            throw new IllegalArgumentException("The searches of a batch must have equally many reward parameters, but "
                    + searches.id(batch.search(0)) + " has " + parameters + " and " + searches.id(batch.search(i))
                    + " has " + found.length + ".");
        }
        return found;
    }
}
