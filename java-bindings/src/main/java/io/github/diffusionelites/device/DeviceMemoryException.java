package io.github.diffusionelites.device;

/** A device does not have the memory that was asked for. Nothing stays allocated; a smaller request may succeed. */
public final class DeviceMemoryException extends DeviceException {

    private static final long serialVersionUID = 1L;

    private final long requested;

    /**
     * Makes an exception.
     *
     * @param call the call that failed
     * @param code the status that it returned
     * @param requested bytes asked for
     * @param message one sentence with requested and available bytes and what to do
     */
    public DeviceMemoryException(String call, int code, long requested, String message) {
        super(call, code, message);
        this.requested = requested;
    }

    /** Returns the bytes that were asked for. */
    public long requested() {
        return requested;
    }
}
