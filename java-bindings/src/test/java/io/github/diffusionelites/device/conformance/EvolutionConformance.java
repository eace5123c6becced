package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.diffusionelites.device.EvolutionCoefficients;
import io.github.diffusionelites.reference.NoisePlace;
import io.github.diffusionelites.reference.PortableNormal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of Diffusion Evolution, and the norms of a population's rows. */
public abstract class EvolutionConformance extends DeviceConformance {

    /** Logits are float32: their rounding, relative to their size, is the relative error of a weight. */
    private static final double TOLERANCE = 2e-5;

    private static final int STEPS = 3;
    private static final int GENERATION = 1;

    /** The buffers of a step. */
    private record Step(
            TwinBuffer rows,
            TwinBuffer fitness,
            TwinBuffer settings,
            TwinBuffer table,
            TwinBuffer target,
            TwinBuffer sizes) {}

    @ParameterizedTest
    @CsvSource({
        "1,1,1",
        "1,2,2",
        "2,3,3",
        "3,7,7",
        "1,31,8",
        "2,32,9",
        "2,33,31",
        "1,16,1",
        "1,17,2",
        "1,255,2",
        "1,257,3",
        "1,300,33",
        "1,513,5",
        "2,64,129"
    })
    void shouldMoveTowardsTheEstimate(int searches, int individuals, int d) {
        for (double alpha : new double[] {0.01, 0.5, 0.97}) {
            twin(searches, individuals, twin -> {
                Step step = step(twin, d, alpha, alpha + 0.02, 1);
                step.rows.fillNormal(random(), 0, 1);
                step.fitness.fillNormal(random(), 0, 2);
                run(twin, step);
                step.target.assertClose(d, TOLERANCE);
                step.sizes.assertClose(1, 1e-4);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"64,0.5", "16,0.01", "256,0.9"})
    void shouldNotUnderflowFarFromTheOrigin(int d, double alpha) {
        twin(1, 200, twin -> {
            Step step = step(twin, d, alpha, alpha, 0);
            step.rows.fillNormal(random(), 2, 1);
            step.fitness.fillNormal(random(), -500, 1);
            run(twin, step);
            step.target.assertClose(d, 1e-4);
            step.sizes.assertClose(1, 1e-3);
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.99, 0.999, 0.9999})
    void shouldResolveAPopulationThatConverged(double alpha) {
        double spread = 0.05;
        twin(1, 300, twin -> {
            Step step = step(twin, 2, alpha, 1, 0);
            step.rows.fillNormal(random(), 2, spread);
            step.fitness.fillNormal(random(), 0, 1);
            run(twin, step);
            step.target.assertClose(1, 0, 1e-3 * spread);
            step.sizes.assertClose(1, 1e-3);
        });
    }

    @Test
    void shouldGiveNoWeightToWhoHasNone() {
        float[] fitness = normals(6 * 9, 1);
        float[] latents = normals(6 * 9 * 3, 1);
        // Search 0: NaN and negative infinity. 1: nobody has weight. 2: one has. 3: infinities. 4: broken rows.
        fitness[2] = Float.NaN;
        fitness[3] = Float.NEGATIVE_INFINITY;
        Arrays.fill(fitness, 9, 18, Float.NaN);
        Arrays.fill(fitness, 18, 27, Float.NaN);
        fitness[20] = -1e30f;
        fitness[27] = Float.POSITIVE_INFINITY;
        fitness[31] = Float.POSITIVE_INFINITY;
        latents[4 * 27 + 5] = Float.NaN;
        latents[4 * 27 + 12] = Float.NEGATIVE_INFINITY;
        twin(6, 9, twin -> {
            Step step = step(twin, 3, 0.3, 0.6, 1);
            step.rows.fill(latents);
            step.fitness.fill(fitness);
            // Of search 5 nobody is active.
            step.settings.fill(settings(9, 9, 9, 9, 9, 0));
            run(twin, step);
            step.target.assertClose(3, TOLERANCE);
            step.sizes.assertClose(1, 1e-4);
            float[] next = step.target.tested().floats();
            assertThat(Arrays.copyOfRange(next, 27, 54)).isEqualTo(Arrays.copyOfRange(latents, 27, 54));
            assertThat(Arrays.copyOfRange(next, 135, 162)).isEqualTo(Arrays.copyOfRange(latents, 135, 162));
            assertThat(step.sizes.tested().floats()[2]).isZero();
            assertThat(step.sizes.tested().floats()[4]).isEqualTo(1);
            assertThat(step.sizes.tested().floats()[10]).isZero();
        });
    }

    @Test
    void shouldCopyWhoIsNotActive() {
        twin(2, 40, twin -> {
            Step step = step(twin, 5, 0.4, 0.5, 1);
            step.rows.fillNormal(random(), 0, 1);
            step.fitness.fillNormal(random(), 0, 1);
            step.settings.fill(settings(17, 1000));
            run(twin, step);
            step.target.assertClose(5, TOLERANCE);
            step.sizes.assertClose(1, 1e-4);
            assertThat(Arrays.copyOfRange(step.target.tested().floats(), 17 * 5, 40 * 5))
                    .isEqualTo(Arrays.copyOfRange(step.rows.tested().floats(), 17 * 5, 40 * 5));
        });
    }

    @Test
    void shouldDrawNoiseFromItsOwnStream() {
        int d = 6;
        twin(1, 9, twin -> {
            Step step = step(twin, d, 0.5, 0.6, 0);
            step.rows.fillNormal(random(), 0, 1);
            step.fitness.fillNormal(random(), 0, 1);
            // The next state is noise alone.
            float[] table = new float[STEPS * EvolutionCoefficients.COLUMNS];
            System.arraycopy(
                    new EvolutionCoefficients(0.5f, 0.5f, 0, 0, 1).row(), 0, table, EvolutionCoefficients.COLUMNS, 5);
            step.table.fill(table);
            run(twin, step);
            int id = twin.searchIds().tested().ints()[0];
            for (int i = 0; i < 9; i++) {
                float[] normals = PortableNormal.row(new NoisePlace(8, i, GENERATION, 0, id, NoisePlace.EVOLUTION), d);
                for (int e = 0; e < d; e++) {
                    assertThat(step.target.tested().floats()[i * d + e]).isEqualTo(normals[e] + 0f);
                }
            }
            step.target.assertClose(d, TOLERANCE);
            step.sizes.assertClose(1, 1e-4);
        });
    }

    @Test
    void shouldRefuseAGenerationWithoutCoefficients() {
        twin(1, 3, twin -> {
            Step step = step(twin, 2, 0.5, 0.6, 0);
            step.rows.fillNormal(random(), 0, 1);
            step.fitness.fillNormal(random(), 0, 1);
            try (TwinProgram program = compile(twin, step)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> program.tested().run(1, STEPS))
                        .withMessageContaining(Integer.toString(STEPS));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> program.expected().run(1, STEPS))
                        .withMessageContaining(Integer.toString(STEPS));
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "2,3,7", "3,31,8", "1,255,9", "2,257,33", "1,5,1023"})
    void shouldMeasureTheNormsOfRows(int searches, int individuals, int d) {
        twin(searches, individuals, twin -> {
            TwinBuffer rows = twin.rows("rows", d).fillNormal(random(), 0.1, 1);
            norms(
                    twin,
                    rows,
                    settings(IntStream.range(0, searches)
                            .map(search -> individuals - search)
                            .toArray()));
        });
    }

    @Test
    void shouldMeasureTheNormsOfTheRowsThatHaveOne() {
        float[] values = normals(4 * 5 * 2, 1);
        values[3] = Float.NaN;
        values[8] = Float.POSITIVE_INFINITY;
        Arrays.fill(values, 10, 20, Float.NaN);
        twin(4, 5, twin -> {
            TwinBuffer rows = twin.rows("rows", 2).fill(values);
            TwinBuffer norms = norms(twin, rows, settings(5, 5, 0, 1));
            assertThat(norms.tested().floats()[2]).isNaN();
            assertThat(norms.tested().floats()[4]).isNaN();
            assertThat(norms.tested().floats()[7]).isZero();
        });
    }

    private static TwinBuffer norms(Twin twin, TwinBuffer rows, int[] active) {
        TwinBuffer settings = twin.ints("settings", twin.searches(), 4).fill(active);
        TwinBuffer norms = twin.floats("norms", twin.searches(), 2);
        twin.run(1, 1, on -> on.recorder().rowNorms(on.rows(rows), on.of(settings), on.of(norms)));
        norms.assertClose(2, 1e-6);
        return norms;
    }

    private static Step step(Twin twin, int d, double alpha, double next, double noise) {
        int searches = twin.searches();
        float[] table = new float[searches * STEPS * EvolutionCoefficients.COLUMNS];
        for (int search = 0; search < searches; search++) {
            for (int step = 0; step < STEPS; step++) {
                // Only the row of the run's generation is what the test is about; searches differ a little.
                double share = step == GENERATION ? 1 - 0.01 * search : 0.1;
                float[] row = EvolutionCoefficients.between(alpha * share, next, noise)
                        .row();
                System.arraycopy(row, 0, table, (search * STEPS + step) * row.length, row.length);
            }
        }
        int[] everybody = new int[searches];
        Arrays.fill(everybody, twin.individuals());
        return new Step(
                twin.rows("population", d),
                twin.floats("log-fitness", searches, twin.individuals()),
                twin.ints("settings", searches, 4).fill(settings(everybody)),
                twin.floats("coefficients", searches, STEPS, EvolutionCoefficients.COLUMNS)
                        .fill(table),
                twin.rows("next population", d),
                twin.floats("effective sample sizes", searches, 2));
    }

    private static int[] settings(int... active) {
        int[] settings = new int[4 * active.length];
        for (int search = 0; search < active.length; search++) {
            settings[4 * search] = active[search];
            settings[4 * search + 1] = 1;
            settings[4 * search + 2] = 1;
        }
        return settings;
    }

    private static void run(Twin twin, Step step) {
        try (TwinProgram program = compile(twin, step)) {
            program.run(8, GENERATION);
        }
    }

    private static TwinProgram compile(Twin twin, Step step) {
        return twin.compile(on -> on.recorder()
                .evolve(
                        on.rows(step.rows),
                        on.of(step.fitness),
                        on.of(step.settings),
                        on.of(step.table),
                        on.of(twin.searchIds()),
                        on.rows(step.target),
                        on.of(step.sizes)));
    }
}
