package io.github.diffusionelites.run.checkpoint;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Bytes are not a whole checkpoint. The message says why in a few words, without a full stop. */
public final class CheckpointFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception with its reason. */
    public CheckpointFormatException(String reason) {
        super(reason);
    }

    /** Makes an exception with its reason and the failure that showed it. */
    public CheckpointFormatException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    /** Returns a sentence without its full stop that names the file whose bytes they are. */
    public String refusal(Path file) {
        return "The checkpoint " + file + " cannot be used (" + getMessage() + ")";
    }
}
