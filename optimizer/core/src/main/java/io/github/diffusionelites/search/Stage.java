package io.github.diffusionelites.search;

/**
 * Consecutive generations at the same fidelity.
 *
 * @param steps denoising steps of a decode, at least 1
 * @param generations in [1, 2^20)
 */
public record Stage(int steps, int generations) {

    /** Checks the ranges. */
    public Stage {
        if (steps < 1) {
            throw new IllegalArgumentException(
                    "A stage has at least 1 denoising step, but " + steps + " were asked for.");
        }
        if (generations < 1 || generations >= FidelitySchedule.GENERATION_LIMIT) {
            throw new IllegalArgumentException("A stage has 1 to " + (FidelitySchedule.GENERATION_LIMIT - 1)
                    + " generations, but " + generations + " were asked for.");
        }
    }
}
