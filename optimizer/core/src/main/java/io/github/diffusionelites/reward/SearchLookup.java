package io.github.diffusionelites.reward;

/**
 * Which search stands at a place of a batch of searches, as {@link
 * io.github.diffusionelites.device.HostBatch#search} names it. Valid during the call of a reward only: later the same
 * place may belong to another search.
 */
public interface SearchLookup {

    /** Returns the id of the search at a place, in [0, 2^24). */
    int id(int place);

    /**
     * Returns the reward parameters of the search at a place.
     *
     * @return the array itself and no copy; it must not be changed
     */
    float[] parameters(int place);
}
