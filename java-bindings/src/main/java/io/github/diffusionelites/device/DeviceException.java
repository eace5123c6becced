package io.github.diffusionelites.device;

/** A call to a device failed: which call, with which sizes, and what the device said. */
public class DeviceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String call;
    private final int code;

    /**
     * Makes an exception.
     *
     * @param call the call that failed
     * @param code the status that it returned
     * @param message one sentence: what failed, on which input, with which sizes, what to do
     */
    public DeviceException(String call, int code, String message) {
        super(message);
        this.call = call;
        this.code = code;
    }

    /** Returns the name of the call that failed. */
    public String call() {
        return call;
    }

    /** Returns the status that the call returned. */
    public int code() {
        return code;
    }
}
