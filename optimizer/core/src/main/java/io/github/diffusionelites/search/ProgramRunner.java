package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.StageTimes;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Runs the programs of a search, one at a time, so that another thread can cancel the one in progress. */
final class ProgramRunner {

    private final long seed;
    private volatile boolean cancelled;
    private volatile @Nullable Program running;

    ProgramRunner(long seed) {
        this.seed = seed;
    }

    /** Runs a generation, unless the search is cancelled. */
    StageTimes generation(Program program, int generation) {
        running = program;
        try {
            if (cancelled) {
                throw new CancellationException("The search was cancelled after " + generation + " generations.");
            }
            return program.run(seed, generation);
        } finally {
            running = null;
        }
    }

    /**
     * Runs the final round, also of a search that was cancelled: it gives what was found until then.
     *
     * @param cancellable whether it may hang, as Java code may, so that it must heed a cancellation; others just end
     */
    StageTimes finalRound(Program program, boolean cancellable) {
        running = cancellable ? program : null;
        try {
            return program.run(seed, 0);
        } finally {
            running = null;
        }
    }

    void cancel() {
        cancelled = true;
        Program program = running;
        if (program != null) {
            program.cancel();
        }
    }

    boolean cancelled() {
        return cancelled;
    }
}
