package io.github.diffusionelites.device;

/** A reward did not return one number for each sample: a mistake in the program, which ends the run at once. */
public final class RewardCountException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RewardCountException(String returned, int samples) {
        super("A reward must return one number for each of the " + samples + " samples of its batch, but returned "
                + returned + "; return an array of length " + samples + ", with NaN for samples without a reward.");
    }
}
