package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.Selection.Status;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments, covariances and Cholesky factors of the elites. */
public abstract class RefitConformance extends DeviceConformance {

    /** The relative error of sums in double that are rounded to float32 once, with some room. */
    private static final double TOLERANCE = 1e-6;

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "1,2", "7,7", "8,8", "9,9", "31,33", "32,32", "33,31", "1023,5", "5,1023"})
    void shouldTakeTheMomentsOfTheElites(int individuals, int width) {
        moments(individuals, width, 0, 1);
    }

    @Test
    void shouldTakeTheMomentsOfElitesFarFromZero() {
        // A single pass in float32 loses the variance here altogether.
        moments(500, 9, 1e4, 1e-2);
    }

    /** Search 0 has one elite, search 1 all, search 2 some, search 3 none. */
    private void moments(int individuals, int width, double centre, double deviation) {
        twin(4, individuals, twin -> {
            TwinBuffer rows = twin.rows("rows", width).fillNormal(random(), centre, deviation);
            TwinSelection selection = selections(twin);
            TwinBuffer mean = twin.floats("mean", 4, width);
            TwinBuffer variance = twin.floats("variance", 4, width);
            twin.run(1, 1, on -> on.recorder().moments(on.rows(rows), on.of(selection), on.of(mean), on.of(variance)));
            mean.assertClose(width, TOLERANCE);
            variance.assertClose(1, TOLERANCE);
        });
    }

    @Test
    void shouldFindNoVarianceAmongEqualElites() {
        twin(1, 7, twin -> {
            TwinBuffer rows = twin.rows("rows", 5).fillWith(0.1f);
            TwinSelection selection = twin.selection().put(0, Status.SELECTED, 0, 0, 2, 3, 6);
            TwinBuffer mean = twin.floats("mean", 1, 5);
            TwinBuffer variance = twin.floats("variance", 1, 5);
            twin.run(1, 1, on -> on.recorder().moments(on.rows(rows), on.of(selection), on.of(mean), on.of(variance)));
            assertThat(mean.tested().floats()).containsOnly(0.1f);
            assertThat(variance.tested().floats()).containsOnly(0f);
            mean.assertSame();
            variance.assertSame();
        });
    }

    @ParameterizedTest
    @CsvSource({"1,1,0", "2,2,0", "7,9,0", "9,7,0", "31,33,0", "33,32,0", "200,17,0", "200,8,1e4", "5,129,0"})
    void shouldTakeTheCovarianceOfTheElites(int individuals, int width, double centre) {
        twin(4, individuals, twin -> {
            TwinBuffer rows = twin.rows("rows", width).fillNormal(random(), centre, centre == 0 ? 1 : 1e-2);
            TwinSelection selection = selections(twin);
            TwinBuffer mean = twin.floats("mean", 4, width);
            TwinBuffer variance = twin.floats("variance", 4, width);
            TwinBuffer jitter = twin.floats("jitter", 4).fill(0, 1e-6f, 0.5f, 1);
            TwinBuffer covariance = twin.floats("covariance", 4, width, width);
            twin.run(1, 1, on -> {
                on.recorder().moments(on.rows(rows), on.of(selection), on.of(mean), on.of(variance));
                on.recorder()
                        .covariance(on.rows(rows), on.of(selection), on.of(mean), on.of(jitter), on.of(covariance));
            });
            mean.assertClose(width, TOLERANCE);
            variance.ignore();
            covariance.assertClose(width * width, TOLERANCE);
            float[] matrices = covariance.tested().floats();
            for (int search = 0; search < 3; search++) {
                for (int i = 0; i < width; i++) {
                    for (int j = 0; j < i; j++) {
                        int base = search * width * width;
                        assertThat(matrices[base + i * width + j]).isEqualTo(matrices[base + j * width + i]);
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 31, 32, 33, 128})
    void shouldFactorPositiveDefiniteMatrices(int d) {
        factor(d, search -> Matrices.covariance(random(), d, 2 * d + 1, 1e-3), true);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9, 33})
    void shouldFactorASingularCovarianceThroughItsJitter(int d) {
        factor(d, search -> Matrices.covariance(random(), d, 1, 1e-3), true);
    }

    @Test
    void shouldTellMatricesThatAreNotPositiveDefinite() {
        float[][] broken = {
            {0, 0, 0, 0},
            {1, 2, 2, 1},
            {-1, 0, 0, 1},
            {1, 0, 0, -1},
            {Float.NaN, 0, 0, 1},
            {1, Float.NaN, Float.NaN, 1},
            {1, 0, 0, Float.POSITIVE_INFINITY},
            {1, 1, 1, 1}
        };
        for (float[] matrix : broken) {
            factor(2, search -> matrix, false);
        }
    }

    /** Search 0 and 2 hold the matrices in question, search 1 the identity. */
    private void factor(int d, IntFunction<float[]> matrix, boolean definite) {
        float[] identity = Matrices.identity(d);
        float[] all = IntStream.range(0, 3)
                .mapToObj(search -> search == 1 ? identity : matrix.apply(search))
                .collect(Matrices.joined());
        twin(3, 1, twin -> {
            TwinBuffer covariance = twin.floats("covariance", 3, d, d).fill(all);
            TwinBuffer factor = twin.floats("factor", 3, d, d);
            TwinBuffer valid = twin.ints("valid", 3);
            twin.run(1, 1, on -> on.recorder().cholesky(on.of(covariance), on.of(factor), on.of(valid)));
            assertThat(valid.tested().ints()).containsExactly(definite ? 1 : 0, 1, definite ? 1 : 0);
            valid.assertSame();
            factor.ignore();
            for (int search = 0; search < 3; search++) {
                if (definite || search == 1) {
                    float[] given = Arrays.copyOfRange(all, search * d * d, (search + 1) * d * d);
                    float[] found = Arrays.copyOfRange(factor.tested().floats(), search * d * d, (search + 1) * d * d);
                    assertFactor(given, found, d);
                }
            }
        });
    }

    /** Backward stability: each element of L L^T is the matrix's, up to rounding in terms of its diagonal. */
    static void assertFactor(float[] matrix, float[] factor, int d) {
        for (int i = 0; i < d; i++) {
            assertThat(factor[i * d + i]).isPositive();
            for (int j = 0; j < d; j++) {
                if (j > i) {
                    assertThat(factor[i * d + j]).as("above the diagonal").isZero();
                    continue;
                }
                double sum = 0;
                for (int k = 0; k <= j; k++) {
                    sum += (double) factor[i * d + k] * factor[j * d + k];
                }
                double scale = Math.sqrt((double) matrix[i * d + i] * matrix[j * d + j]);
                assertThat(sum).as("L L^T at %d, %d", i, j).isEqualTo(matrix[i * d + j], within(TOLERANCE * scale));
            }
        }
    }

    private TwinSelection selections(Twin twin) {
        int individuals = twin.individuals();
        int[] some = IntStream.range(0, individuals)
                .filter(i -> random().nextInt(3) == 0)
                .toArray();
        return twin.selection()
                .put(0, Status.SELECTED, individuals - 1, individuals - 1)
                .put(1, Status.SELECTED, 0, IntStream.range(0, individuals).toArray())
                .put(2, Status.ALL_EQUAL, 0, some.length == 0 ? new int[] {0} : some)
                .put(3, Status.ALL_NAN, -1);
    }
}
