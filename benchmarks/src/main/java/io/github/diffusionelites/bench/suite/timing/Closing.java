package io.github.diffusionelites.bench.suite.timing;

import java.util.List;

/** Closes several things, each whatever became of the others. */
final class Closing {

    private Closing() {}

    /** Closes all in order; throws what the first that failed threw, with the others behind it. */
    static void all(List<? extends AutoCloseable> things) {
        RuntimeException first = null;
        for (AutoCloseable thing : things) {
            try {
                thing.close();
            } catch (Exception e) {
                RuntimeException failure =
                        e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
