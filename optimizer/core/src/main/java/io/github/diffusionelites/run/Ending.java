package io.github.diffusionelites.run;

import java.util.function.BooleanSupplier;

/**
 * Whether a run shall end early: it was cancelled, or the thread that runs it was interrupted, which is a wish to
 * cancel it. The mark of the interrupt is taken off the thread, so that the end of the run can wait and write, and put
 * back when the run is over.
 */
final class Ending {

    private final BooleanSupplier cancelled;
    private final Runnable cancel;
    private boolean interrupted;

    /**
     * Prepares.
     *
     * @param cancelled whether another thread cancelled the run
     * @param cancel cancels it
     */
    Ending(BooleanSupplier cancelled, Runnable cancel) {
        this.cancelled = cancelled;
        this.cancel = cancel;
    }

    /** Returns whether the run shall end; for the thread that runs it. */
    boolean wanted() {
        if (Thread.interrupted()) {
            interrupted = true;
            cancel.run();
        }
        return cancelled.getAsBoolean();
    }

    /** Marks the thread again if it was interrupted. */
    void restoreInterrupt() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
