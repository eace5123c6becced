package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.RewardTerm;
import io.github.diffusionelites.device.RewardTerm.Kind;
import io.github.diffusionelites.device.SamplerCoefficients;
import io.github.diffusionelites.reference.ScoreReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Built-in rewards. */
public abstract class ScoreConformance extends DeviceConformance {

    private static final double TOLERANCE = 1e-5;
    private static final int OBSTACLES = 3;

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "1,2,2,1", "2,3,1,9", "3,7,2,31", "1,8,3,8", "2,33,2,32", "4,9,33,2"})
    void shouldScoreEveryTermAloneAndAllTogether(int searches, int individuals, int channels, int length) {
        List<RewardTerm> all = terms(channels, length);
        for (RewardTerm term : all) {
            score(searches, individuals, channels, length, List.of(term), columns(all));
        }
        score(searches, individuals, channels, length, all, columns(all));
        score(searches, individuals, channels, length, all.reversed(), columns(all));
    }

    private void score(int searches, int individuals, int channels, int length, List<RewardTerm> terms, int columns) {
        int width = channels * length;
        float[] parameters = parameters(searches, columns, terms);
        twin(searches, individuals, twin -> {
            TwinBuffer samples = twin.rows("samples", width).fillNormal(random(), 0, 1);
            TwinBuffer table = twin.floats("parameters", searches, columns).fill(parameters);
            TwinBuffer stored = twin.floats("rewards of stored samples", searches, individuals);
            TwinBuffer scratch = twin.floats("rewards of intermediate samples", searches, individuals);
            twin.run(1, 1, on -> {
                on.recorder().score(on.rows(samples), channels, length, terms, on.of(table), on.of(stored));
                var between = on.recorder()
                        .updateSampler(
                                on.rows(samples),
                                on.recorder().load(on.rows(samples), channels, length),
                                new SamplerCoefficients(1, 0, Float.POSITIVE_INFINITY, 0, 0, 0, 1, 0, 0, 0),
                                on.identity());
                on.recorder().score(between, channels, length, terms, on.of(table), on.of(scratch));
            });
            float[] all = samples.expected().floats();
            float[] actual = stored.tested().floats();
            for (int row = 0; row < actual.length; row++) {
                int search = row / individuals;
                double[] sample = new double[width];
                for (int e = 0; e < width; e++) {
                    sample[e] = all[row * width + e];
                }
                float[] own = Arrays.copyOfRange(parameters, search * columns, (search + 1) * columns);
                double scale = 0;
                double exact = 0;
                for (RewardTerm term : terms) {
                    double value = ScoreReference.apply(sample, channels, length, List.of(term), own);
                    scale += Math.abs(value);
                    exact += value;
                }
                assertThat((double) actual[row])
                        .as("reward of row %d by %s", row, terms)
                        .isEqualTo(exact, within(TOLERANCE * Math.max(scale, 1)));
            }
            assertThat(scratch.tested().floats()).isEqualTo(actual);
            stored.ignore();
            scratch.ignore();
        });
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldGiveABrokenSampleNoReward(Kind kind) {
        RewardTerm term = terms(2, 4).stream()
                .filter(one -> one.kind() == kind)
                .findFirst()
                .orElseThrow();
        int columns = term.offset() + term.size();
        twin(1, 9, twin -> {
            float[] values = normals(9 * 8, 1);
            Arrays.fill(values, 4 * 8, 5 * 8, Float.NaN);
            TwinBuffer samples = twin.rows("samples", 8).fill(values);
            TwinBuffer table = twin.floats("parameters", 1, columns).fill(parameters(1, columns, List.of(term)));
            TwinBuffer rewards = twin.floats("rewards", 1, 9);
            twin.run(
                    1,
                    1,
                    on -> on.recorder().score(on.rows(samples), 2, 4, List.of(term), on.of(table), on.of(rewards)));
            assertThat(rewards.tested().floats()[4]).isNaN();
            rewards.assertClose(9, TOLERANCE);
        });
    }

    /** Returns one term of each kind, with a column between them that nothing reads. */
    private static List<RewardTerm> terms(int channels, int length) {
        List<RewardTerm> terms = new ArrayList<>();
        int offset = 1;
        for (Kind kind : Kind.values()) {
            int size = switch (kind) {
                case GOAL_DISTANCE -> 1 + channels;
                case QUADRATIC, LINEAR -> 1 + channels * length;
                case OBSTACLES -> 1 + OBSTACLES * (channels + 1);
                case PATH_LENGTH -> 1;
            };
            terms.add(new RewardTerm(kind, offset, size));
            offset += size + 1;
        }
        return terms;
    }

    private static int columns(List<RewardTerm> terms) {
        return terms.stream()
                        .mapToInt(term -> term.offset() + term.size())
                        .max()
                        .orElseThrow()
                + 1;
    }

    /** Returns random parameters with NaN wherever no term reads; radii are such that balls hold some positions. */
    private float[] parameters(int searches, int columns, List<RewardTerm> terms) {
        float[] parameters = new float[searches * columns];
        Arrays.fill(parameters, Float.NaN);
        for (int search = 0; search < searches; search++) {
            for (RewardTerm term : terms) {
                float[] values = normals(term.size(), 1);
                System.arraycopy(values, 0, parameters, search * columns + term.offset(), term.size());
            }
        }
        return parameters;
    }
}
