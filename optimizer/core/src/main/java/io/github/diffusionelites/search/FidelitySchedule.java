package io.github.diffusionelites.search;

import java.util.List;

/**
 * Denoising steps by generation. The last stage is the final fidelity, at which finalists are ranked. Fidelity should
 * rise before the proposal collapses: a search that converges on a coarse decoder does not recover.
 *
 * @param stages in the order of the generations, at least one
 */
public record FidelitySchedule(List<Stage> stages) {

    /** Generations must fit the 20 bits of the noise counter. */
    public static final int GENERATION_LIMIT = 1 << 20;

    /** Checks the number of generations. */
    public FidelitySchedule {
        stages = List.copyOf(stages);
        long generations = stages.stream().mapToLong(Stage::generations).sum();
        if (generations < 1 || generations >= GENERATION_LIMIT) {
            throw new IllegalArgumentException("A search has 1 to " + (GENERATION_LIMIT - 1) + " generations, but its "
                    + stages.size() + " stages have " + generations + ".");
        }
    }

    /** Returns a schedule of these stages. */
    public static FidelitySchedule of(Stage... stages) {
        return new FidelitySchedule(List.of(stages));
    }

    /** Returns a schedule that takes the same number of steps in every generation. */
    public static FidelitySchedule constant(int steps, int generations) {
        return of(new Stage(steps, generations));
    }

    /** Returns the generations of all stages. */
    public int generations() {
        return stages.stream().mapToInt(Stage::generations).sum();
    }

    /**
     * Returns the denoising steps of a generation.
     *
     * @param generation in [0, {@link #generations})
     */
    public int stepsAt(int generation) {
        int first = 0;
        for (Stage stage : stages) {
            if (generation >= first && generation - first < stage.generations()) {
                return stage.steps();
            }
            first += stage.generations();
        }
        throw new IndexOutOfBoundsException(
                "A schedule of " + first + " generations, counted from 0, has no generation " + generation + ".");
    }

    /** Returns the denoising steps of the last stage. */
    public int finalSteps() {
        return stages.getLast().steps();
    }

    /** Returns the most denoising steps of any stage. */
    public int mostSteps() {
        return stages.stream().mapToInt(Stage::steps).max().orElseThrow();
    }
}
