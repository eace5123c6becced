package io.github.diffusionelites.batch;

/** Workers failed so that a job cannot go on. */
public final class WorkerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * Makes an exception.
     *
     * @param exitCode that the command line has for the failure
     */
    WorkerException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Returns the exit code that the command line has for the failure. */
    public int exitCode() {
        return exitCode;
    }
}
