package io.github.diffusionelites.model;

/** A file of a model is not what it should be; the message names the file, what is wrong, and what would be right. */
public final class ModelFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception with one sentence. */
    public ModelFormatException(String message) {
        super(message);
    }

    /** Makes an exception with one sentence and the failure that showed it. */
    public ModelFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
