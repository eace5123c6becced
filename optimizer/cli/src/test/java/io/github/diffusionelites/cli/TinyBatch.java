package io.github.diffusionelites.cli;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Jobs of many searches that need no model and take no time, as text. */
final class TinyBatch {

    /** The reward that the device computes. */
    static final String GOAL = """
        term = "goal_distance"
        goal = [0.4, 0.2]
        """;

    private static final String TEXT = """
        [model]
        kind = "identity"
        channels = 2
        length = 4
        [search]
        population = 24
        elites = 6
        sense = "minimize"
        [[fidelity]]
        steps = 1
        generations = %d
        [[reward]]
        %s[manifest.grid]
        %s
        """;

    private TinyBatch() {}

    /** Returns a job. */
    static String of(int generations, String reward, String grid) {
        return TEXT.formatted(generations, reward, grid);
    }

    /** Returns the grid of so many seeds. */
    static String seeds(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(", ", "seed = [", "]"));
    }
}
