package io.github.diffusionelites.batch;

import java.util.List;
import java.util.Objects;

/**
 * The searches of a job.
 *
 * @param searches in the order of the manifest; row {@code i} stands at place {@code i}, and no two have the same id
 * @param parameterNames of the reward parameters that each search has, in their order
 * @param digest SHA-256 over all that results depend on, in hexadecimal digits; a job that goes on must have the same
 */
public record Manifest(List<ManifestSearch> searches, List<String> parameterNames, String digest) {

    /** Copies the lists. */
    public Manifest {
        searches = List.copyOf(searches);
        parameterNames = List.copyOf(parameterNames);
        Objects.requireNonNull(digest, "digest");
    }
}
