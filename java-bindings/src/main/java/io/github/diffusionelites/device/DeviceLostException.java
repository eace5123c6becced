package io.github.diffusionelites.device;

/**
 * A device stopped working in a way that ends its use by this process: a kernel used memory that is not its own, the
 * hardware failed, or the system ended a kernel. Every later call to the device fails with the same cause; what the
 * device held is lost, and another process may go on from the last checkpoint.
 */
public final class DeviceLostException extends DeviceException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param call the call that showed the failure first
     * @param code the status that it returned
     * @param message one sentence: what failed, why, and what to do
     */
    public DeviceLostException(String call, int code, String message) {
        super(call, code, message);
    }
}
