package io.github.diffusionelites.run.job;

import java.util.List;

/** A job cannot be run as it is written. The message holds one sentence for each problem, each on its own line. */
public final class JobException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception of one problem. */
    public JobException(String problem) {
        super(problem);
    }

    /**
     * Makes an exception.
     *
     * @param problems sentences in the order of the file, at least one
     */
    public JobException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }

    /** Makes an exception of one problem and the failure that showed it. */
    public JobException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
