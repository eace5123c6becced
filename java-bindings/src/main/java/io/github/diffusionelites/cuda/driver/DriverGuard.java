package io.github.diffusionelites.cuda.driver;

import io.github.diffusionelites.device.DeviceException;
import io.github.diffusionelites.device.DeviceLostException;
import io.github.diffusionelites.device.DeviceMemoryException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where codes of the driver become exceptions. After a sticky error no later call reaches the driver: each fails with
 * the first cause, and what frees or destroys does nothing, because the driver would refuse it as well.
 */
final class DriverGuard {

    private record Loss(String call, int code) {}

    private final Driver driver;
    private final AtomicReference<@Nullable Loss> loss = new AtomicReference<>();

    DriverGuard(Driver driver) {
        this.driver = driver;
    }

    /** Returns the driver for a call, or refuses it because the device is lost. */
    Driver driver() {
        Loss first = loss.get();
        if (first != null) {
            throw lost(first);
        }
        return driver;
    }

    boolean isLost() {
        return loss.get() != null;
    }

    /** Ends a call: returns where the code is 0, throws what it means elsewhere. */
    void check(String call, int code) {
        if (code != DriverCode.SUCCESS) {
            throw failure(call, code, "");
        }
    }

    /** Like {@link #check(String, int)}, for a call about so many bytes. */
    void check(String call, int code, long bytes) {
        if (code != DriverCode.SUCCESS) {
            throw failure(call, code, " of " + bytes + " bytes");
        }
    }

    /** Ends a call that frees or destroys: a sticky error is kept, and another is the caller's fault. */
    void free(String call, FreeingCall freeing, long handle) {
        if (!isLost()) {
            check(call, freeing.free(driver, handle));
        }
    }

    /** A call that frees or destroys what a handle names. */
    interface FreeingCall {
        int free(Driver driver, long handle);
    }

    /** Returns whether work is done, from what a query returned. */
    boolean isDone(String call, int code) {
        if (code == DriverCode.NOT_READY) {
            return false;
        }
        check(call, code);
        return true;
    }

    /** Returns what a code means; the first sticky one ends the use of the driver. */
    DeviceException failure(String call, int code, String subject) {
        if (DriverCode.isSticky(code)) {
            loss.compareAndSet(null, new Loss(call, code));
            Loss first = loss.get();
            return lost(first == null ? new Loss(call, code) : first);
        }
        String sentence = "The call " + call + subject + " failed with " + describe(code) + ".";
        // Launches need memory of the device too, how much the driver does not say.
        return code == DriverCode.OUT_OF_MEMORY
                ? new DeviceMemoryException(call, code, 0, sentence)
                : new DeviceException(call, code, sentence);
    }

    private static DeviceLostException lost(Loss first) {
        return new DeviceLostException(
                first.call(),
                first.code(),
                "The GPU is lost to this process: " + first.call() + " showed " + DriverCode.describe(first.code())
                        + "; start the program again to go on.");
    }

    /** The driver knows more codes, but only their names. */
    private String describe(int code) {
        if (DriverError.of(code) != null) {
            return DriverCode.describe(code);
        }
        String[] name = new String[1];
        return driver.getErrorName(code, name) == DriverCode.SUCCESS
                ? name[0] + " (" + code + ")"
                : DriverCode.describe(code);
    }
}
