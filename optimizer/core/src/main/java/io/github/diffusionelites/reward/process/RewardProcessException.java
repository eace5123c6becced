package io.github.diffusionelites.reward.process;

/** A process did not give rewards: it ended, broke the protocol, was interrupted, or said why it could not. */
public final class RewardProcessException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception with one sentence. */
    RewardProcessException(String message) {
        super(message);
    }

    /** Makes an exception with one sentence and what showed it. */
    RewardProcessException(String message, Throwable cause) {
        super(message, cause);
    }
}
