package io.github.diffusionelites.bench.suite.check;

import java.nio.file.Path;
import java.util.List;

/**
 * What a person asks of {@code check}.
 *
 * @param settings of the checks; their own directory is not made yet
 * @param only names of the checks to run, all where it is empty
 * @param results the directory that takes the report
 * @param limitSeconds after which no check is started, and those that run have failed
 * @param jobs how many checks run at the same time, of those that share the device
 */
record CheckOptions(CheckSettings settings, List<String> only, Path results, int limitSeconds, int jobs) {

    /**
     * Checks the numbers and the names.
     *
     * @throws IllegalArgumentException if there is no such check, or a number is below 1
     */
    CheckOptions {
        only.forEach(Checks::named);
        if (limitSeconds < 1 || jobs < 1) {
            throw new IllegalArgumentException("The options --limit and --jobs must be at least 1, but are "
                    + limitSeconds + " and " + jobs + ".");
        }
    }

    /** Returns the checks to run; the first one always. */
    List<Check> checks() {
        return Checks.all().stream()
                .filter(check -> only.isEmpty()
                        || only.contains(check.name())
                        || check.name().equals(Checks.first().name()))
                .toList();
    }
}
