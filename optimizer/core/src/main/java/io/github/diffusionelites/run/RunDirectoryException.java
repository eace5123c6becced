package io.github.diffusionelites.run;

/** A directory cannot take a run: it holds one, or it cannot be written; or what it holds cannot be used. */
public final class RunDirectoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception with one sentence. */
    public RunDirectoryException(String message) {
        super(message);
    }

    /** Makes an exception with one sentence and the failure that showed it. */
    public RunDirectoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
