package io.github.diffusionelites.device;

/**
 * A reward computed by Java failed too often for its settings. The cause is what it threw; there is none if it only
 * took too long. The run's population-wide part has not run, and the program may run again.
 */
public final class HostRewardException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Not serialised: it may hold what a reward threw, of any class. */
    private final transient HostRewardReport report;

    /**
     * Makes an exception.
     *
     * @param message one sentence: what happened, how often, what to do
     * @param report up to the end of the run; its failure becomes the cause
     */
    public HostRewardException(String message, HostRewardReport report) {
        super(message, report.firstFailure());
        this.report = report;
    }

    /** Returns what became of the calls up to the end of the run; null after serialisation. */
    public HostRewardReport report() {
        return report;
    }
}
