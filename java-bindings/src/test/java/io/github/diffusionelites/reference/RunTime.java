package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.SearchClocks;

/** Seed and generation of a search in a run: the run's, or its own. */
record RunTime(long seed, int generation) {

    static RunTime of(Recording recording, int search, long seed, int generation) {
        SearchClocks clocks = recording.clocks();
        if (clocks == null) {
            return new RunTime(seed, generation);
        }
        int[] words = clocks.seeds().ints();
        long own = (long) words[recording.searches() + search] << 32 | Integer.toUnsignedLong(words[search]);
        return new RunTime(own, clocks.generations().ints()[search]);
    }
}
