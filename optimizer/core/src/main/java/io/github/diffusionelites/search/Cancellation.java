package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.StageTimes;
import java.util.concurrent.CancellationException;

/** Runs programs until somebody on another thread asks for an end. */
final class Cancellation {

    private volatile boolean requested;
    private volatile Program running;

    /** Returns whether an end was asked for. */
    boolean requested() {
        return requested;
    }

    /** Asks the program in progress, or the next one, to end early. */
    void request() {
        requested = true;
        Program program = running;
        if (program != null) {
            program.cancel();
        }
    }

    /**
     * Runs a generation.
     *
     * @throws CancellationException if an end was asked for before it was finished
     */
    StageTimes run(Program program, long seed, int generation) {
        running = program;
        try {
            if (requested) {
                throw new CancellationException("The search was cancelled after " + generation + " generations.");
            }
            return program.run(seed, generation);
        } finally {
            running = null;
        }
    }
}
