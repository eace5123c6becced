package io.github.diffusionelites.batch;

import io.github.diffusionelites.run.job.JobException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

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

    /**
     * Returns the searches of some ids, in the order of this manifest.
     *
     * @throws JobException if there is no search of an id
     */
    Manifest only(Collection<Integer> ids) {
        Set<Integer> wanted = new TreeSet<>(ids);
        List<ManifestSearch> chosen = new ArrayList<>();
        for (ManifestSearch search : searches) {
            if (wanted.remove(search.id())) {
                chosen.add(new ManifestSearch(chosen.size(), search.instance(), search.seed(), search.rules()));
            }
        }
        if (!wanted.isEmpty() || chosen.isEmpty()) {
            throw new JobException("The manifest has no search of the id "
                    + String.join(", ", wanted.stream().map(String::valueOf).toList()) + ", only "
                    + searches.size() + " others; name ids of it.");
        }
        return of(chosen, parameterNames, source);
    }
}
