package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.diffusionelites.reference.NoisePlace;
import io.github.diffusionelites.reference.PortableNormal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Latents from diagonal and full proposals. */
public abstract class SamplingConformance extends DeviceConformance {

    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @CsvSource({
        "1,1,1",
        "1,2,2",
        "2,3,3",
        "3,7,4",
        "1,8,5",
        "5,9,7",
        "2,31,8",
        "2,32,9",
        "3,33,31",
        "1,7,32",
        "4,2,33",
        "1,1023,2",
        "2,3,1023"
    })
    void shouldSampleDiagonalProposals(int searches, int individuals, int d) {
        twin(searches, individuals, twin -> {
            TwinBuffer latents = twin.rows("latents", d);
            TwinBuffer mean = twin.floats("mean", searches, d).fillNormal(random(), 0, 2);
            TwinBuffer deviation = twin.floats("deviation", searches, d).fillUniform(random(), 0, 3);
            twin.run(
                    random().nextLong(),
                    11,
                    on -> on.recorder()
                            .sampleDiagonal(on.rows(latents), on.of(mean), on.of(deviation), on.of(twin.searchIds())));
            latents.assertClose(d, TOLERANCE);
        });
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "1,2,2", "2,3,3", "3,7,7", "1,8,8", "2,9,9", "2,33,31", "1,31,32", "2,5,33", "1,3,129"})
    void shouldSampleFullProposals(int searches, int individuals, int d) {
        twin(searches, individuals, twin -> {
            TwinBuffer latents = twin.rows("latents", d);
            TwinBuffer mean = twin.floats("mean", searches, d).fillNormal(random(), 0, 2);
            TwinBuffer factor = twin.floats("factor", searches, d, d).fill(lowerTriangles(searches, d));
            twin.run(
                    random().nextLong(),
                    11,
                    on -> on.recorder()
                            .sampleFull(on.rows(latents), on.of(mean), on.of(factor), on.of(twin.searchIds())));
            latents.assertClose(d, TOLERANCE);
        });
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "1,1,1", "-1,1048575,16777215", "-81985529216486896,77,65536"})
    void shouldDrawPortableNormalsBitForBit(long seed, int generation, int searchId) {
        int individuals = 33;
        int d = 1023;
        twin(1, individuals, twin -> {
            TwinBuffer latents = twin.rows("latents", d);
            TwinBuffer mean = twin.floats("mean", 1, d).fillWith(0);
            TwinBuffer deviation = twin.floats("deviation", 1, d).fillWith(1);
            TwinBuffer ids = twin.ints("ids", 1).fill(new int[] {searchId});
            twin.run(
                    seed,
                    generation,
                    on -> on.recorder().sampleDiagonal(on.rows(latents), on.of(mean), on.of(deviation), on.of(ids)));
            float[] drawn = latents.tested().floats();
            for (int i = 0; i < individuals; i++) {
                float[] normals =
                        PortableNormal.row(new NoisePlace(seed, i, generation, 0, searchId, NoisePlace.LATENTS), d);
                float[] row = Arrays.copyOfRange(drawn, i * d, (i + 1) * d);
                for (int e = 0; e < d; e++) {
                    // 0 + 1 * n has the bits of n, except that it makes -0 to +0.
                    assertThat(row[e]).as("element %d of individual %d", e, i).isEqualTo(normals[e] + 0f);
                }
            }
            latents.assertClose(d, 1e-6);
        });
    }

    @Test
    void shouldDrawTheSameForASearchWhateverItsBatch() {
        int d = 9;
        float[] mean = normals(3 * d, 1);
        float[] deviation = normals(3 * d, 1);
        float[] together = sample(mean, deviation, 37, 5, 38);
        assertThat(sample(Arrays.copyOfRange(mean, d, 2 * d), Arrays.copyOfRange(deviation, d, 2 * d), 5))
                .isEqualTo(Arrays.copyOfRange(together, together.length / 3, 2 * together.length / 3));
    }

    @Test
    void shouldRefuseAGenerationThatDoesNotFitItsBits() {
        twin(1, 1, twin -> {
            TwinBuffer latents = twin.rows("latents", 1);
            TwinBuffer mean = twin.floats("mean", 1, 1).fillWith(0);
            TwinBuffer deviation = twin.floats("deviation", 1, 1).fillWith(1);
            try (TwinProgram program = twin.compile(on -> on.recorder()
                    .sampleDiagonal(on.rows(latents), on.of(mean), on.of(deviation), on.of(twin.searchIds())))) {
                for (int generation : new int[] {-1, 1 << 20}) {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> program.tested().run(1, generation))
                            .withMessageContaining(Integer.toString(generation));
                }
            }
        });
    }

    private float[] sample(float[] mean, float[] deviation, int... ids) {
        int d = mean.length / ids.length;
        try (Twin twin = new Twin(device(), ids.length, 11)) {
            TwinBuffer latents = twin.rows("latents", d);
            TwinBuffer means = twin.floats("mean", ids.length, d).fill(mean);
            TwinBuffer deviations = twin.floats("deviation", ids.length, d).fill(deviation);
            TwinBuffer searchIds = twin.ints("ids", ids.length).fill(ids);
            twin.run(
                    99,
                    3,
                    on -> on.recorder()
                            .sampleDiagonal(on.rows(latents), on.of(means), on.of(deviations), on.of(searchIds)));
            return latents.tested().floats();
        }
    }

    private float[] lowerTriangles(int count, int d) {
        float[] triangles = normals(count * d * d, 1);
        for (int i = 0; i < triangles.length; i++) {
            int row = i / d % d;
            int column = i % d;
            triangles[i] = column > row ? 0 : triangles[i];
        }
        return triangles;
    }
}
