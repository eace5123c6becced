package io.github.diffusionelites.bench.suite.report;

import java.util.Locale;

/** What became of a check. */
public enum Outcome {
    /** It held. */
    PASSED,
    /** It did not hold, or did not end in time. */
    FAILED,
    /** It could not be tried here; the detail of its verdict says why. */
    SKIPPED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
