package io.github.diffusionelites.run;

import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.run.job.JobException;

/** Refuses samples that do not fit one array of Java before the work that would draw them. */
final class ArraySize {

    /** Virtual machines keep a few words of the 2^31 - 1 elements for themselves. */
    private static final long MOST = Integer.MAX_VALUE - 8;

    private ArraySize() {}

    /**
     * Checks a number of samples.
     *
     * @param what the samples are, in the plural
     * @param remedy what to do about too many
     * @throws JobException if their coordinates are more than an array holds
     */
    static void require(String what, long samples, Decoder decoder, String remedy) {
        long width = (long) decoder.channels() * decoder.length();
        if (samples > MOST / width) {
            throw new JobException("The " + what + ", up to " + samples + " of " + width
                    + " coordinates each, are more than the " + MOST + " numbers that one array holds; " + remedy
                    + ".");
        }
    }
}
