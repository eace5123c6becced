package io.github.diffusionelites.device.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives back several things of which each must be tried, whatever became of the others. */
public final class Cleanup {

    private Cleanup() {}

    /** Runs all steps in order, then throws what the first one that failed threw, with the others behind it. */
    public static void all(Runnable... steps) {
        all(List.of(steps));
    }

    /** As {@link #all(Runnable...)}. */
    public static void all(List<Runnable> steps) {
        @Nullable RuntimeException first = null;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else if (first != e) {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
