package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.StageTimes;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Runs the programs of a search, one at a time, so that another thread can cancel the one in progress. */
final class ProgramRunner {

    private final long seed;
    /** What follows is guarded by this object's lock, so that a cancellation meets one program or none. */
    private @Nullable Program running;

    private int cancellations;

    ProgramRunner(long seed) {
        this.seed = seed;
    }

    /** Runs a generation, unless the search is cancelled. */
    StageTimes generation(Program program, int generation) {
        return run(program, generation, 0, "The search was cancelled after " + generation + " generations.");
    }

    /**
     * Runs the final round, also of a search that was cancelled: it gives what was found until then.
     *
     * @param before cancellations until the round began; another one ends it
     */
    StageTimes finalRound(Program program, int before) {
        return run(program, 0, before, "The final round was cancelled.");
    }

    private StageTimes run(Program program, int generation, int allowed, String refusal) {
        while (true) {
            begin(program, allowed, refusal);
            try {
                return program.run(seed, generation);
            } catch (CancellationException e) {
                if (cancellations() > allowed) {
                    throw e;
                }
                // A cancellation that came too late for the run before, and was forgotten since: the program took it
                // for this run, which changed nothing.
            } finally {
                end();
            }
        }
    }

    private synchronized void begin(Program program, int allowed, String refusal) {
        if (cancellations > allowed) {
            throw new CancellationException(refusal);
        }
        running = program;
    }

    private synchronized void end() {
        running = null;
    }

    synchronized void cancel() {
        cancellations++;
        if (running != null) {
            running.cancel();
        }
    }

    /** Forgets former cancellations. */
    synchronized void reset() {
        cancellations = 0;
    }

    synchronized int cancellations() {
        return cancellations;
    }

    boolean cancelled() {
        return cancellations() > 0;
    }
}
