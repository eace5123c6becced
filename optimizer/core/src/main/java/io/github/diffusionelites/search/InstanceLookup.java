package io.github.diffusionelites.search;

import io.github.diffusionelites.reward.SearchLookup;
import java.util.List;

/** Searches whose places never change. Each of their arrays is copied once, and not for each sample of a batch. */
final class InstanceLookup implements SearchLookup {

    private final int[] ids;
    private final float[][] parameters;

    InstanceLookup(List<SearchInstance> instances) {
        ids = instances.stream().mapToInt(SearchInstance::id).toArray();
        parameters = instances.stream().map(SearchInstance::rewardParameters).toArray(float[][]::new);
    }

    @Override
    public int id(int place) {
        return ids[place];
    }

    @Override
    public float[] parameters(int place) {
        return parameters[place];
    }
}
