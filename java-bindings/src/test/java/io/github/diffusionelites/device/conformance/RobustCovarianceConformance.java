package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Selection.Status;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a covariance usable: shrinkage, and Cholesky factors with retries. */
public abstract class RobustCovarianceConformance extends DeviceConformance {

    /** Sums in double that are rounded to float32 once, with some room. */
    private static final double TOLERANCE = 1e-6;

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "2,9", "3,2", "7,8", "8,7", "9,100", "31,5", "32,1000", "33,33", "96,3"})
    void shouldShrinkTowardsTheMeanVariance(int d, int count) {
        int individuals = Math.max(count, 2);
        float[] all = IntStream.range(0, 4)
                .mapToObj(search -> Matrices.covariance(random(), d, count, search == 1 ? 1e-3 : 0))
                .collect(Matrices.joined());
        twin(4, individuals, twin -> {
            int[] elites = IntStream.range(0, count).toArray();
            TwinSelection selection = twin.selection()
                    .put(0, Status.SELECTED, 0, elites)
                    .put(1, Status.ALL_EQUAL, 0, elites)
                    .put(2, Status.ALL_NAN, -1)
                    .put(3, Status.SELECTED, 1, 0, 1);
            TwinBuffer covariance = twin.floats("covariance", 4, d, d).fill(all);
            TwinBuffer intensity = twin.floats("intensity", 4);
            twin.run(1, 1, on -> on.recorder().shrink(on.of(selection), on.of(covariance), on.of(intensity)));
            covariance.assertClose(d * d, TOLERANCE);
            intensity.assertClose(1, TOLERANCE);
            float[] shrunk = covariance.tested().floats();
            assertThat(Arrays.copyOfRange(shrunk, 2 * d * d, 3 * d * d))
                    .isEqualTo(Arrays.copyOfRange(all, 2 * d * d, 3 * d * d));
            assertThat(intensity.tested().floats()[2]).isZero();
            assertThat(intensity.tested().floats()[0]).isBetween(0f, 1f);
        });
    }

    @Test
    void shouldLeaveAMultipleOfTheIdentity() {
        int d = 9;
        float[] given = Matrices.identity(d);
        for (int i = 0; i < d; i++) {
            given[i * d + i] = 0.3f;
        }
        twin(1, 5, twin -> {
            TwinSelection selection = twin.selection().put(0, Status.SELECTED, 0, 0, 1);
            TwinBuffer covariance = twin.floats("covariance", 1, d, d).fill(given);
            TwinBuffer intensity = twin.floats("intensity", 1);
            twin.run(1, 1, on -> on.recorder().shrink(on.of(selection), on.of(covariance), on.of(intensity)));
            assertThat(covariance.tested().floats()).isEqualTo(given);
            assertThat(intensity.tested().floats()[0]).isEqualTo(1);
            covariance.ignore();
            intensity.ignore();
        });
    }

    @Test
    void shouldLetABrokenCovarianceBeSeen() {
        twin(1, 5, twin -> {
            TwinSelection selection = twin.selection().put(0, Status.SELECTED, 0, 0, 1);
            TwinBuffer covariance = twin.floats("covariance", 1, 2, 2).fill(1, Float.NaN, Float.NaN, 1);
            TwinBuffer intensity = twin.floats("intensity", 1);
            twin.run(1, 1, on -> on.recorder().shrink(on.of(selection), on.of(covariance), on.of(intensity)));
            assertThat(intensity.tested().floats()[0]).isNaN();
            assertThat(covariance.tested().floats()).containsOnly(Float.NaN);
            covariance.ignore();
            intensity.ignore();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 31, 32, 33, 128, 192})
    void shouldFactorAtOnceWhereThatWorks(int d) {
        factor(3, d, search -> Matrices.covariance(random(), d, 2 * d + 1, 1e-3), 0, 0);
    }

    @ParameterizedTest
    @CsvSource({"9,1", "9,6", "33,5", "33,30", "128,12", "192,19"})
    void shouldFactorASingularCovariance(int d, int count) {
        // Rounded to float32, a matrix that lacks few directions is positive definite once in a while.
        int fewest = d - count > 20 ? 1 : 0;
        factor(3, d, search -> Matrices.covariance(random(), d, count, 0), fewest, 3);
    }

    @ParameterizedTest
    @CsvSource({"2,1e-7", "8,1e-8", "33,1e-9", "96,1e-12"})
    void shouldFactorIllConditionedCovariances(int d, double smallest) {
        factor(5, d, search -> illConditioned(d, smallest), 0, 3);
    }

    @Test
    void shouldFactorAThousandSmallMatrices() {
        factor(1024, 24, search -> Matrices.covariance(random(), 24, search % 3 == 0 ? 5 : 40, 0), 0, 3);
    }

    @Test
    void shouldFactorMatricesOfEveryScale() {
        for (double scale : new double[] {1e-12, 1e-4, 1e4, 1e12}) {
            factor(3, 9, search -> scaled(Matrices.covariance(random(), 9, 3, 0), scale), 0, 3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,0,0,0",
        "1,2,2,1,3",
        "-1,0,0,1,0",
        "1,0,0,-1,0",
        "3,0,0,-1,3",
        "NaN,0,0,1,0",
        "1,NaN,NaN,1,3",
        "1,0,0,Infinity,0"
    })
    void shouldTellWhatNoJitterHeals(float a, float b, float c, float e, int made) {
        twin(1, 1, twin -> {
            TwinBuffer covariance = twin.floats("covariance", 1, 2, 2).fill(a, b, c, e);
            TwinBuffer factor = twin.floats("factor", 1, 2, 2);
            TwinBuffer valid = twin.ints("valid", 1);
            TwinBuffer retries = twin.ints("retries", 1);
            twin.run(
                    1,
                    1,
                    on -> on.recorder().robustCholesky(on.of(covariance), on.of(factor), on.of(valid), on.of(retries)));
            assertThat(valid.tested().ints()).containsExactly(0);
            assertThat(retries.tested().ints()).containsExactly(made);
            assertThat(covariance.tested().floats()).containsExactly(a, b, c, e);
            // Nothing is promised about the factor of a matrix that has none.
            factor.ignore();
        });
    }

    private void factor(int searches, int d, IntFunction<float[]> matrix, int fewest, int most) {
        float[] all = IntStream.range(0, searches).mapToObj(matrix).collect(Matrices.joined());
        twin(searches, 1, twin -> {
            TwinBuffer covariance = twin.floats("covariance", searches, d, d).fill(all);
            TwinBuffer factor = twin.floats("factor", searches, d, d);
            TwinBuffer valid = twin.ints("valid", searches);
            TwinBuffer retries = twin.ints("retries", searches);
            twin.run(
                    1,
                    1,
                    on -> on.recorder().robustCholesky(on.of(covariance), on.of(factor), on.of(valid), on.of(retries)));
            assertThat(valid.tested().ints()).containsOnly(1);
            float[] kept = covariance.tested().floats();
            float[] factors = factor.tested().floats();
            for (int search = 0; search < searches; search++) {
                assertThat(retries.tested().ints()[search]).isBetween(fewest, most);
                RefitConformance.assertFactor(
                        Arrays.copyOfRange(kept, search * d * d, (search + 1) * d * d),
                        Arrays.copyOfRange(factors, search * d * d, (search + 1) * d * d),
                        d);
            }
            factor.ignore();
        });
    }

    /** Returns {@code H D H} with a reflection H and a diagonal from 1 down to {@code smallest}, rounded to float32. */
    private float[] illConditioned(int d, double smallest) {
        double[] axis = new double[d];
        double square = 0;
        for (int i = 0; i < d; i++) {
            axis[i] = random().nextGaussian();
            square += axis[i] * axis[i];
        }
        float[] matrix = new float[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < d; k++) {
                    double left = (i == k ? 1 : 0) - 2 * axis[i] * axis[k] / square;
                    double right = (j == k ? 1 : 0) - 2 * axis[j] * axis[k] / square;
                    sum += left * Math.pow(smallest, k / (d - 1.0)) * right;
                }
                matrix[i * d + j] = (float) sum;
                matrix[j * d + i] = (float) sum;
            }
        }
        return matrix;
    }

    private static float[] scaled(float[] matrix, double scale) {
        float[] scaled = new float[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            scaled[i] = (float) (scale * matrix[i]);
        }
        return scaled;
    }
}
