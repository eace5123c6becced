package io.github.diffusionelites.device;

/** Code for the device cannot be used: it is not allowed, does not compile, or the device cannot run any. */
public final class DeviceCodeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String log;

    /**
     * Says why.
     *
     * @param message a sentence; where a compiler spoke, its words follow on lines of their own
     * @param log what the compiler said; empty where none did
     */
    public DeviceCodeException(String message, String log) {
        super(message);
        this.log = log;
    }

    /** Returns what the compiler said; empty where none did. */
    public String log() {
        return log;
    }
}
