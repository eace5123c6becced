package io.github.diffusionelites.device;

/** The device that was asked for is not there; the message says why and what to do. */
public final class DeviceUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception with one sentence that names the cause. */
    public DeviceUnavailableException(String message) {
        super(message);
    }

    /** Makes an exception with one sentence that names the cause, and the failure that showed it. */
    public DeviceUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
