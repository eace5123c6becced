package io.github.diffusionelites.batch.store;

import java.util.List;

/** What the arrays of a directory hold, one directory for each. */
enum ResultKind {
    BEST("best"),
    BEST_LATENTS("best_latents"),
    ELITES("elites"),
    ELITE_REWARDS("elite_rewards");

    private final String directory;

    ResultKind(String directory) {
        this.directory = directory;
    }

    String directory() {
        return directory;
    }

    /** Returns the kinds that a job of this shape has. */
    static List<ResultKind> of(ResultShape shape) {
        return shape.keptElites() == 0 ? List.of(BEST, BEST_LATENTS) : List.of(values());
    }

    /** Returns the dimensions of the array of some searches. */
    int[] dimensions(ResultShape shape, int rows) {
        return switch (this) {
            case BEST -> new int[] {rows, shape.channels(), shape.length()};
            case BEST_LATENTS -> new int[] {rows, shape.latent()};
            case ELITES -> new int[] {rows, shape.keptElites(), shape.channels(), shape.length()};
            case ELITE_REWARDS -> new int[] {rows, shape.keptElites()};
        };
    }

    /** Returns the floats of one search. */
    int width(ResultShape shape) {
        return switch (this) {
            case BEST -> shape.sample();
            case BEST_LATENTS -> shape.latent();
            case ELITES -> shape.keptElites() * shape.sample();
            case ELITE_REWARDS -> shape.keptElites();
        };
    }
}
