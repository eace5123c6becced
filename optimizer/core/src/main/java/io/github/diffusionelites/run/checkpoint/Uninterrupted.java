package io.github.diffusionelites.run.checkpoint;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** Keeps an interrupt of the calling thread, which closes a channel in use, away from work with channels. */
final class Uninterrupted {

    /** Work that may be done again from its beginning. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private Uninterrupted() {}

    /** Does work to its end; an interrupt before or during it is kept for later. */
    static void run(Work work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    work.run();
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
