package io.github.diffusionelites.reward.process;

import java.io.IOException;

/** What a process wrote is not what the protocol asks for; the message is a clause without a subject and a full stop. */
final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message);
    }
}
