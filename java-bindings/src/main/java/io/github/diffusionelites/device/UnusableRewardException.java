package io.github.diffusionelites.device;

/** Thrown by a host reward that can score nothing any more: the run ends at once, whatever may fail otherwise. */
public final class UnusableRewardException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception. */
    public UnusableRewardException(String message, Throwable cause) {
        super(message, cause);
    }
}
