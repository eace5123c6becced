package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Proposal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Latents in the arithmetic that is fastest on a device. */
public abstract class NoiseConformance extends DeviceConformance {

    private static final int SEARCHES = 3;
    private static final int INDIVIDUALS = 21;
    private static final int ELITES = 5;

    /** Where a radius is almost zero, an approximate one is off by as much as it has. */
    private static final double ABSOLUTE = 5e-3;

    private static final double RELATIVE = 1e-5;

    private static PlanOptions fast(int chunkRows, int lanes) {
        return new PlanOptions(chunkRows, lanes, Precision.FLOAT32).withNoise(Noise.FAST);
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "4", "64", "97"})
    void shouldDrawAlmostTheSameNumbersFast(int d) {
        twin(SEARCHES, INDIVIDUALS, twin -> {
            Samples samples = new Samples(twin, d);
            long seed = random().nextLong();
            twin.run(seed, 7, fast(0, 0), samples::record);
            float[][] drawn = samples.drawn();
            samples.assertClose();
            twin.run(seed, 7, fast(5, 2), samples::record);
            assertThat(samples.drawn()).as("in other chunks").isEqualTo(drawn);
        });
    }

    /** Latents of every kind of proposal. */
    private final class Samples {

        private final Twin twin;
        private final int d;
        private final TwinBuffer diagonal;
        private final TwinBuffer full;
        private final TwinBuffer mixture;
        private final TwinBuffer mixed;
        private final TwinBuffer mean;
        private final TwinBuffer deviation;
        private final TwinBuffer means;
        private final TwinBuffer deviations;
        private final TwinBuffer factor;
        private final TwinBuffer weights;
        private final TwinBuffer chosen;
        private final TwinBuffer elites;
        private final TwinBuffer counts;
        private final TwinBuffer jitter;
        private final TwinBuffer divergence;
        private final TwinBuffer outcome;

        Samples(Twin twin, int d) {
            this.twin = twin;
            this.d = d;
            diagonal = twin.rows("diagonal", d);
            full = twin.rows("full", d);
            mixture = twin.rows("mixture", d);
            mixed = twin.rows("mixed", d);
            mean = twin.floats("mean", SEARCHES, d).fillNormal(random(), 0, 1);
            deviation = twin.floats("deviation", SEARCHES, d).fillUniform(random(), 0, 1);
            means = twin.floats("means", SEARCHES, 1, d).fillNormal(random(), 0, 1);
            deviations = twin.floats("deviations", SEARCHES, 1, d).fillUniform(random(), 0, 1);
            factor = twin.floats("factor", SEARCHES, d, d).fill(lowerTriangles());
            weights = twin.floats("weights", SEARCHES, 1).fillWith(1);
            chosen = twin.ints("chosen", SEARCHES, INDIVIDUALS);
            elites = twin.floats("elites", SEARCHES, ELITES, d).fillNormal(random(), 0, 1);
            counts = twin.ints("counts", SEARCHES).fill(new int[] {ELITES, 0, 2});
            jitter = twin.floats("jitter", SEARCHES).fillUniform(random(), 0, 1);
            divergence = twin.floats("divergence", SEARCHES, Proposal.DIVERGENCE);
            outcome = twin.ints("outcome", SEARCHES);
        }

        private float[] lowerTriangles() {
            float[] triangles = normals(SEARCHES * d * d, 1 / Math.sqrt(d));
            for (int i = 0; i < triangles.length; i++) {
                triangles[i] = i % d > i / d % d ? 0 : triangles[i];
            }
            return triangles;
        }

        void record(Side on) {
            on.recorder().sampleDiagonal(on.rows(diagonal), on.of(mean), on.of(deviation), on.of(twin.searchIds()));
            on.recorder().sampleFull(on.rows(full), on.of(mean), on.of(factor), on.of(twin.searchIds()));
            on.recorder()
                    .sampleMixture(
                            on.rows(mixture),
                            on.of(weights),
                            on.of(means),
                            on.of(deviations),
                            on.of(twin.searchIds()),
                            on.of(chosen));
            on.recorder()
                    .sampleEliteMatrix(
                            on.rows(mixed),
                            new Proposal.EliteMatrix(
                                    on.of(mean),
                                    on.of(elites),
                                    on.of(counts),
                                    on.of(jitter),
                                    on.of(divergence),
                                    on.of(outcome)),
                            on.of(twin.searchIds()));
        }

        float[][] drawn() {
            return new float[][] {
                diagonal.tested().floats(),
                full.tested().floats(),
                mixture.tested().floats(),
                mixed.tested().floats()
            };
        }

        void assertClose() {
            for (TwinBuffer latents : new TwinBuffer[] {diagonal, full, mixture, mixed}) {
                latents.assertClose(d, RELATIVE, ABSOLUTE);
            }
        }
    }
}
