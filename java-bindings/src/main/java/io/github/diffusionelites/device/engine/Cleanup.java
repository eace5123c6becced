package io.github.diffusionelites.device.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives back several things of which each must be tried, whatever became of the others. */
@SuppressWarnings("ReferenceEquality") // An exception cannot stand behind itself.
public final class Cleanup {

    private Cleanup() {}

    /** Runs all steps in order, then throws what the first one that failed threw, with the others behind it. */
    public static void all(Runnable... steps) {
        all(List.of(steps));
    }

    /** Runs all steps after a failure, which stays the one that is told; what else fails stands behind it. */
    public static void after(RuntimeException failure, Runnable... steps) {
        try {
            all(steps);
        } catch (RuntimeException e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
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
