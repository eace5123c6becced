package io.github.diffusionelites.device.selftest;

import static io.github.diffusionelites.device.selftest.Check.INDIVIDUALS;
import static io.github.diffusionelites.device.selftest.Check.SEARCHES;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.EvolutionCoefficients;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.Statistic;
import java.util.List;

/** Checks of operations on whole populations that are no refits. */
final class PopulationChecks {

    private static final int WIDTH = 18;

    private PopulationChecks() {}

    static List<Check> all() {
        return List.of(
                Check.of(
                        Operation.Select.class,
                        "",
                        0,
                        bench -> bench.recorder()
                                .select(
                                        bench.floats(rewards(bench), SEARCHES, INDIVIDUALS),
                                        bench.settings(),
                                        new Selection(
                                                // Places behind the elites are nobody's.
                                                bench.compare(bench.integers(
                                                        new int[SEARCHES * INDIVIDUALS], SEARCHES, INDIVIDUALS)),
                                                bench.integerOutput(SEARCHES, Selection.SUMMARY),
                                                bench.output(SEARCHES)))),
                Check.ofMany(Operation.Select.class, 0, PopulationChecks::selectOfMany),
                Check.ofMany(Operation.Statistics.class, 1e-5, PopulationChecks::describeMany),
                Check.of(
                        Operation.Statistics.class,
                        "",
                        1e-5,
                        bench -> bench.recorder()
                                .statistics(
                                        bench.floats(rewards(bench), SEARCHES, INDIVIDUALS),
                                        bench.settings(),
                                        bench.selection(),
                                        bench.output(SEARCHES, Statistic.values().length))),
                Check.of(
                        Operation.Gather.class,
                        "",
                        0,
                        bench -> bench.recorder()
                                .gather(
                                        bench.population(WIDTH),
                                        bench.selection(),
                                        bench.compare(bench.numbers(SEARCHES, 9, WIDTH)))),
                Check.of(
                        Operation.KeepChampion.class,
                        "",
                        0,
                        bench -> bench.recorder()
                                .keepChampion(
                                        bench.population(WIDTH),
                                        bench.numbers(SEARCHES, INDIVIDUALS),
                                        bench.selection(),
                                        bench.compare(bench.numbers(SEARCHES, 4, WIDTH)),
                                        bench.compare(bench.numbers(SEARCHES, 4)),
                                        bench.compare(bench.integers(new int[SEARCHES * 4], SEARCHES, 4)))),
                Check.of(
                        Operation.RowNorms.class,
                        "",
                        1e-5,
                        bench -> bench.recorder()
                                .rowNorms(bench.population(WIDTH), bench.settings(), bench.output(SEARCHES, 2))),
                Check.of(
                        Operation.Evolve.class,
                        "",
                        1e-4,
                        bench -> bench.recorder()
                                .evolve(
                                        bench.population(WIDTH),
                                        bench.numbers(SEARCHES, INDIVIDUALS),
                                        bench.settings(),
                                        bench.floats(table(), SEARCHES, SelfTest.GENERATION + 1, 5),
                                        bench.searchIds(),
                                        bench.rows(bench.output(SEARCHES, INDIVIDUALS, WIDTH)),
                                        bench.output(SEARCHES, 2))));
    }

    private static void selectOfMany(Bench bench) {
        Buffer rewards = bench.numbers(1, Check.MANY);
        Selection selection = new Selection(
                bench.integers(new int[Check.MANY], 1, Check.MANY),
                bench.integerOutput(1, Selection.SUMMARY),
                bench.output(1));
        bench.recorder().select(rewards, ofMany(bench), selection);
        // The elites, by what they were selected for.
        bench.recorder().gather(bench.rows(rewards), selection, bench.compare(bench.numbers(1, 9, 1)));
    }

    private static void describeMany(Bench bench) {
        Selection selection = new Selection(
                bench.integers(new int[Check.MANY], 1, Check.MANY),
                bench.integers(new int[] {1, 0, 0, 0}, 1, Selection.SUMMARY),
                bench.floats(new float[] {0.5f}, 1));
        bench.recorder()
                .statistics(
                        bench.numbers(1, Check.MANY),
                        ofMany(bench),
                        selection,
                        bench.output(1, Statistic.values().length));
    }

    private static Buffer ofMany(Bench bench) {
        return bench.integers(new int[] {Check.MANY - 3, 7, 1, 0}, 1, 4);
    }

    /** Numbers with a tie and, in the second search, NaN. */
    private static float[] rewards(Bench bench) {
        float[] rewards = bench.values(SEARCHES * INDIVIDUALS);
        rewards[4] = rewards[11];
        rewards[INDIVIDUALS + 5] = Float.NaN;
        return rewards;
    }

    private static float[] table() {
        int rows = SEARCHES * (SelfTest.GENERATION + 1);
        float[] row = EvolutionCoefficients.between(0.4, 0.6, 0.5).row();
        float[] table = new float[rows * row.length];
        for (int i = 0; i < table.length; i++) {
            table[i] = row[i % row.length];
        }
        return table;
    }
}
