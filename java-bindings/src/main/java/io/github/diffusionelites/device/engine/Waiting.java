package io.github.diffusionelites.device.engine;

import java.util.function.BooleanSupplier;

/** Waits that an interrupt must not end early: what is waited for would still be in use. */
public final class Waiting {

    private Waiting() {}

    /** Waits on a lock, which the caller holds, until the condition is true; an interrupt is kept for later. */
    public static void until(Object lock, BooleanSupplier condition) {
        boolean interrupted = false;
        while (!condition.getAsBoolean()) {
            try {
                lock.wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
