package io.github.diffusionelites.bench.suite.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How checks run.
 *
 * @param tiny whether shapes are as small as the emulated driver can bear
 * @param seed of all random inputs
 * @param cases names of the classes of cases that every device must pass, such as {@code ScoreCases}; empty for all, or,
 *     where it is tiny, for a few
 * @param home the directory that holds {@code optimizer/examples}
 * @param work an own directory of the run, for files of checks
 */
record CheckSettings(boolean tiny, long seed, List<String> cases, Path home, Path work) {

    /** Returns what {@link #of} reads. */
    List<String> arguments() {
        return new ArrayList<>(List.of(
                Boolean.toString(tiny),
                Long.toString(seed),
                String.join(",", cases),
                home.toString(),
                work.toString()));
    }

    static CheckSettings of(List<String> arguments) {
        String cases = arguments.get(2);
        return new CheckSettings(
                Boolean.parseBoolean(arguments.get(0)),
                Long.parseLong(arguments.get(1)),
                cases.isEmpty() ? List.of() : List.of(cases.split(",")),
                Path.of(arguments.get(3)),
                Path.of(arguments.get(4)));
    }

    /** Returns the number for real devices, or the one for the emulated. */
    int sized(int full, int small) {
        return tiny ? small : full;
    }

    /** Returns options of the machines of checks: what runs for a second is not worth compiling well. */
    List<String> machine() {
        return tiny ? List.of("-XX:TieredStopAtLevel=1") : List.of();
    }

    /** Returns the directory of the example jobs. */
    Path examples() {
        return home.resolve("optimizer/examples");
    }
}
