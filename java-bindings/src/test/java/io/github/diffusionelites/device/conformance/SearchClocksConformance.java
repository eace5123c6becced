package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.diffusionelites.device.EvolutionCoefficients;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.SamplerCoefficients;
import io.github.diffusionelites.device.SearchClocks;
import io.github.diffusionelites.device.Selection;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches of a batch that each keep their own time. */
public abstract class SearchClocksConformance extends DeviceConformance {

    private static final int SEARCHES = 4;
    private static final int INDIVIDUALS = 9;
    private static final int WIDTH = 6;
    private static final int CHANNELS = 2;
    private static final int ELITES = 3;
    private static final int GENERATIONS = 5;

    /** Each needs both words, two have equal low words, and one is negative. */
    private static final long[] SEEDS = {0x123456789ABCDEFL, 0x923456789ABCDEFL, -5, 1L << 40};

    private static final int[] TIMES = {4, 0, 2, 2};

    private static final SamplerCoefficients NOISY = new SamplerCoefficients(0.5f, 1, 9, 0, 0, 0, 1, 0, 0.7f, 3);

    @Test
    void shouldDrawAsTheReferenceDoes() {
        twin(SEARCHES, INDIVIDUALS, twin -> {
            Drawn drawn = new Drawn(twin);
            drawn.clocks(SEEDS, TIMES);
            twin.run(99, 1, on -> drawn.record(on, true));
            drawn.assertClose();
        });
    }

    @ParameterizedTest
    @CsvSource({"0,0", "5,2", "16,1"})
    void shouldDrawWhatEachSearchDrawsAlone(int chunkRows, int lanes) {
        PlanOptions options = new PlanOptions(chunkRows, lanes, Precision.FLOAT32);
        twin(SEARCHES, INDIVIDUALS, twin -> {
            Drawn drawn = new Drawn(twin);
            drawn.clocks(SEEDS, TIMES);
            twin.run(99, 1, options, on -> drawn.record(on, true));
            Map<String, float[]> together = drawn.values();
            for (int search = 0; search < SEARCHES; search++) {
                drawn.poison();
                twin.run(SEEDS[search], TIMES[search], options, on -> drawn.record(on, false));
                for (Map.Entry<String, float[]> alone : drawn.values().entrySet()) {
                    assertThat(ofSearch(together.get(alone.getKey()), search))
                            .as("%s of search %d", alone.getKey(), search)
                            .isEqualTo(ofSearch(alone.getValue(), search));
                }
            }
            drawn.assertClose();
        });
    }

    private static float[] ofSearch(float[] values, int search) {
        int size = values.length / SEARCHES;
        return Arrays.copyOfRange(values, search * size, (search + 1) * size);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, GENERATIONS, Integer.MAX_VALUE})
    void shouldRefuseAGenerationWithoutAPlace(int generation) {
        twin(SEARCHES, INDIVIDUALS, twin -> {
            Drawn drawn = new Drawn(twin);
            drawn.clocks(SEEDS, new int[] {1, 0, generation, 2});
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> twin.run(1, 1, on -> drawn.record(on, true)))
                    .withMessageContaining("The generation of a search must be in [0, 5), but place 2")
                    .withMessageContaining("holds " + generation);
            drawn.ignore();
        });
    }

    @Test
    void shouldRefuseClocksOfAnotherShape() {
        twin(SEARCHES, INDIVIDUALS, twin -> {
            TwinBuffer seeds = twin.ints("seeds", 2, SEARCHES + 1);
            TwinBuffer generations = twin.ints("generations", SEARCHES);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> twin.run(
                            1, 1, on -> on.recorder().keepTime(new SearchClocks(on.of(seeds), on.of(generations)))))
                    .withMessageContaining("The buffer of seeds must be I32 [2, 4], but is I32 [2, 5]");
        });
    }

    /** Everything that draws noise or has a place for each generation. */
    private final class Drawn {

        private final Map<String, TwinBuffer> results = new LinkedHashMap<>();
        private final Twin twin;
        private final TwinBuffer seeds;
        private final TwinBuffer generations;
        private final TwinBuffer mean;
        private final TwinBuffer deviation;
        private final TwinBuffer factor;
        private final TwinBuffer means;
        private final TwinBuffer deviations;
        private final TwinBuffer weights;
        private final TwinBuffer elites;
        private final TwinBuffer counts;
        private final TwinBuffer jitter;
        private final TwinBuffer divergence;
        private final TwinBuffer outcome;
        private final TwinBuffer chosen;
        private final TwinBuffer rewards;
        private final TwinBuffer settings;
        private final TwinBuffer table;
        private final TwinBuffer individuals;
        private final TwinSelection selection;

        Drawn(Twin twin) {
            this.twin = twin;
            seeds = twin.ints("seeds", 2, SEARCHES);
            generations = twin.ints("generations", SEARCHES);
            mean = twin.floats("mean", SEARCHES, WIDTH).fillNormal(random(), 0, 1);
            deviation = twin.floats("deviation", SEARCHES, WIDTH).fillUniform(random(), 0.5, 1);
            factor = twin.floats("factor", SEARCHES, WIDTH, WIDTH).fill(lowerTriangles());
            means = twin.floats("means", SEARCHES, 2, WIDTH).fillNormal(random(), 0, 1);
            deviations = twin.floats("deviations", SEARCHES, 2, WIDTH).fillUniform(random(), 0.5, 1);
            weights = twin.floats("weights", SEARCHES, 2).fillWith(0.5f);
            elites = twin.floats("elites", SEARCHES, ELITES, WIDTH).fillNormal(random(), 0, 1);
            counts = twin.ints("counts", SEARCHES).fill(new int[] {ELITES, 1, 2, 3});
            jitter = twin.floats("jitter", SEARCHES).fillUniform(random(), 0, 1);
            divergence = twin.floats("divergence", SEARCHES, Proposal.DIVERGENCE);
            outcome = twin.ints("outcome", SEARCHES);
            chosen = twin.ints("chosen", SEARCHES, INDIVIDUALS);
            rewards = twin.floats("rewards", SEARCHES, INDIVIDUALS).fillNormal(random(), 0, 1);
            settings = twin.ints("settings", SEARCHES, 4).fill(settings());
            table = twin.floats("table", SEARCHES, GENERATIONS, EvolutionCoefficients.COLUMNS)
                    .fill(coefficients());
            individuals = twin.ints("champions' individuals", SEARCHES, GENERATIONS);
            selection = twin.selection();
            for (int search = 0; search < SEARCHES; search++) {
                selection.put(search, Selection.Status.SELECTED, search, search, search + 2);
            }
            for (String kind : new String[] {"diagonal", "full", "mixture", "mixed", "sampled", "evolved"}) {
                results.put(kind, twin.rows(kind, WIDTH));
            }
            results.put("sizes", twin.floats("sizes", SEARCHES, 2));
            results.put("champions", twin.floats("champions", SEARCHES, GENERATIONS, WIDTH));
            results.put("champions' rewards", twin.floats("champions' rewards", SEARCHES, GENERATIONS));
        }

        private float[] lowerTriangles() {
            float[] triangles = normals(SEARCHES * WIDTH * WIDTH, 1);
            for (int i = 0; i < triangles.length; i++) {
                triangles[i] = i % WIDTH > i / WIDTH % WIDTH ? 0 : triangles[i];
            }
            return triangles;
        }

        private int[] settings() {
            int[] rows = new int[4 * SEARCHES];
            for (int search = 0; search < SEARCHES; search++) {
                rows[4 * search] = INDIVIDUALS;
                rows[4 * search + 1] = ELITES;
                rows[4 * search + 2] = 1;
            }
            return rows;
        }

        /** Others at each generation. */
        private float[] coefficients() {
            float[] rows = new float[SEARCHES * GENERATIONS * EvolutionCoefficients.COLUMNS];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (float) random().nextDouble(0.3, 0.9);
            }
            return rows;
        }

        void clocks(long[] chosenSeeds, int[] chosenGenerations) {
            seeds.fill(SearchClocks.words(chosenSeeds));
            generations.fill(chosenGenerations);
        }

        void record(Side on, boolean ownTime) {
            if (ownTime) {
                on.recorder().keepTime(new SearchClocks(on.of(seeds), on.of(generations)));
            }
            var recorder = on.recorder();
            var ids = on.of(twin.searchIds());
            var diagonal = on.rows(results.get("diagonal"));
            recorder.sampleDiagonal(diagonal, on.of(mean), on.of(deviation), ids);
            recorder.sampleFull(on.rows(results.get("full")), on.of(mean), on.of(factor), ids);
            recorder.sampleMixture(
                    on.rows(results.get("mixture")),
                    on.of(weights),
                    on.of(means),
                    on.of(deviations),
                    ids,
                    on.of(chosen));
            recorder.sampleEliteMatrix(
                    on.rows(results.get("mixed")),
                    new Proposal.EliteMatrix(
                            on.of(mean),
                            on.of(elites),
                            on.of(counts),
                            on.of(jitter),
                            on.of(divergence),
                            on.of(outcome)),
                    ids);
            var features = recorder.load(diagonal, CHANNELS, WIDTH / CHANNELS);
            on.copy(recorder.updateSampler(diagonal, features, NOISY, on.identity()), on.rows(results.get("sampled")));
            recorder.keepChampion(
                    diagonal,
                    on.of(rewards),
                    on.of(selection),
                    on.of(results.get("champions")),
                    on.of(results.get("champions' rewards")),
                    on.of(individuals));
            recorder.evolve(
                    diagonal,
                    on.of(rewards),
                    on.of(settings),
                    on.of(table),
                    ids,
                    on.rows(results.get("evolved")),
                    on.of(results.get("sizes")));
        }

        void poison() {
            results.values().forEach(TwinBuffer::poison);
            individuals.poison();
        }

        Map<String, float[]> values() {
            Map<String, float[]> values = new LinkedHashMap<>();
            results.forEach((name, buffer) -> values.put(name, buffer.tested().floats()));
            return values;
        }

        void assertClose() {
            results.values().forEach(buffer -> buffer.assertClose(buffer.size(), 2e-5));
        }

        void ignore() {
            results.values().forEach(TwinBuffer::ignore);
            individuals.ignore();
            chosen.ignore();
        }
    }
}
