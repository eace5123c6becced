package io.github.diffusionelites.cli;

/** What a person asked for on the command line cannot be done. */
final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception with one sentence. */
    InputException(String message) {
        super(message);
    }

    /** Makes an exception with one sentence and the failure that showed it. */
    InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
