package io.github.diffusionelites.run.checkpoint;

import io.github.diffusionelites.search.SearchCheckpoint;
import java.util.Objects;

/**
 * A run between two generations.
 *
 * @param jobText the job with every default filled in, as TOML
 * @param modelDigest SHA-256 of the weights in hexadecimal digits; empty where there are none
 * @param descriptionDigest SHA-256 of what the model's description says, likewise
 * @param linesDigest SHA-256 of the lines of its generations, all bytes of them, in hexadecimal digits
 * @param traits of the device and the program
 * @param nanoseconds that the run took so far, all its processes together
 * @param state of the searches
 */
public record Checkpoint(
        String jobText,
        String modelDigest,
        String descriptionDigest,
        String linesDigest,
        DeviceTraits traits,
        long nanoseconds,
        SearchCheckpoint state) {

    /** Checks that nothing is missing. */
    public Checkpoint {
        Objects.requireNonNull(jobText, "jobText");
        Objects.requireNonNull(modelDigest, "modelDigest");
        Objects.requireNonNull(descriptionDigest, "descriptionDigest");
        Objects.requireNonNull(linesDigest, "linesDigest");
        Objects.requireNonNull(traits, "traits");
        Objects.requireNonNull(state, "state");
    }
}
