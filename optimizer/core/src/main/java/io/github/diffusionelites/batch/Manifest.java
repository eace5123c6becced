package io.github.diffusionelites.batch;

import java.util.List;
import java.util.Objects;

/**
 * The searches of a job.
 *
 * @param searches in the order of the manifest; row {@code i} stands at place {@code i}, and no two have the same id
 * @param parameterNames of the reward parameters that each search has, in their order
 * @param digest SHA-256 over all of the searches that results depend on, their stopping rules included, in hexadecimal
 *     digits; it does not depend on the kind of table that they came from. A job that goes on must have the same
 * @param source where the searches come from
 */
public record Manifest(
        List<ManifestSearch> searches, List<String> parameterNames, String digest, ManifestSource source) {

    /** Copies the lists. */
    public Manifest {
        searches = List.copyOf(searches);
        parameterNames = List.copyOf(parameterNames);
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(source, "source");
    }

    /** A manifest that a program made. */
    public Manifest(List<ManifestSearch> searches, List<String> parameterNames, String digest) {
        this(searches, parameterNames, digest, ManifestSource.PROGRAM);
    }

    /** Returns a manifest with its digest. */
    public static Manifest of(List<ManifestSearch> searches, List<String> parameterNames, ManifestSource source) {
        return new Manifest(searches, parameterNames, ManifestDigest.of(searches), source);
    }
}
