package io.github.diffusionelites.bench.suite.report;

/**
 * What became of one check.
 *
 * @param name of the check, for example {@code conformance-ffm}
 * @param outcome whether it held
 * @param detail what was seen; for a failure what failed and where, for a skipped check why it could not be tried
 * @param seconds that it took
 */
public record Verdict(String name, Outcome outcome, String detail, double seconds) {

    /** A check that held. */
    public static Verdict passed(String name, String detail, double seconds) {
        return new Verdict(name, Outcome.PASSED, detail, seconds);
    }

    /** A check that did not hold. */
    public static Verdict failed(String name, String detail, double seconds) {
        return new Verdict(name, Outcome.FAILED, detail, seconds);
    }

    /** A check that could not be tried. */
    public static Verdict skipped(String name, String reason) {
        return new Verdict(name, Outcome.SKIPPED, reason, 0);
    }
}
