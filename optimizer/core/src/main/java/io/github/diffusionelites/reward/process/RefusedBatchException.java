package io.github.diffusionelites.reward.process;

import java.io.IOException;

/** A process said in its own words that it cannot score a batch; it is ready for the next one. */
final class RefusedBatchException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedBatchException(String message) {
        super(message);
    }
}
