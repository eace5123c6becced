package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Selection.Status;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.device.Statistic;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elite selection and statistics. */
public abstract class SelectionConformance extends DeviceConformance {

    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;
    /** Of sums, which are rounded to float32 once, relative to the largest magnitude. Order statistics are exact. */
    private static final double TOLERANCE = 1e-6;

    private static final Set<Statistic> SUMS = Set.of(Statistic.MEAN, Statistic.ELITE_MEAN, Statistic.DEVIATION);

    /** What rewards of a random population look like. */
    private enum Flavour {
        DISTINCT,
        TIES,
        MOSTLY_NAN,
        INFINITE,
        DENORMAL,
        EQUAL,
        ALL_NAN,
        ZEROS,
        ANY_BITS;

        float draw(Random random) {
            return switch (this) {
                case DISTINCT -> (float) (1e3 * random.nextGaussian());
                case TIES -> random.nextInt(5) - 2;
                case MOSTLY_NAN -> random.nextInt(4) > 0 ? NAN : random.nextInt(9);
                case INFINITE -> {
                    float infinity = random.nextBoolean() ? INFINITY : -INFINITY;
                    yield random.nextInt(3) == 0 ? infinity : random.nextInt(9);
                }
                case DENORMAL -> Math.scalb(random.nextInt(7) - 3f, -149);
                case EQUAL -> 4.25f;
                case ALL_NAN -> NAN;
                case ZEROS -> random.nextBoolean() ? 0f : -0f;
                case ANY_BITS -> Float.intBitsToFloat(random.nextInt());
            };
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 31, 32, 33, 255, 1023, 1024, 1025, 4095, 4096, 4099})
    void shouldSelectInManySearchesWithTheirOwnSettings(int individuals) {
        int searches = individuals > 100 ? 40 : 200;
        float[] rewards = new float[searches * individuals];
        int[] settings = new int[searches * SelectionRule.SETTINGS];
        for (int search = 0; search < searches; search++) {
            Flavour flavour = Flavour.values()[search % Flavour.values().length];
            for (int i = 0; i < individuals; i++) {
                rewards[search * individuals + i] = flavour.draw(random());
            }
            boolean whole = random().nextBoolean();
            int active = whole ? individuals : random().nextInt(individuals + 1);
            settings[search * 4 + SelectionRule.ACTIVE] = active;
            settings[search * 4 + SelectionRule.ELITES] = elites(Math.max(active, 1));
            settings[search * 4 + SelectionRule.SENSE] = random().nextBoolean() ? 1 : -1;
            settings[search * 4 + SelectionRule.RULE] = random().nextInt(2);
        }
        select(searches, individuals, rewards, settings);
    }

    /** Large searches may be shared by lanes and looked at by a sample first. */
    @ParameterizedTest
    @ValueSource(ints = {8192, 8193, 40_000, 65_535, 65_536, 65_537, 200_001})
    void shouldSelectInAFewLargeSearches(int individuals) {
        for (Flavour flavour : Flavour.values()) {
            float[] rewards = new float[individuals];
            for (int i = 0; i < individuals; i++) {
                rewards[i] = flavour.draw(random());
            }
            int sense = random().nextBoolean() ? 1 : -1;
            select(1, individuals, rewards, new int[] {individuals, elites(individuals), sense, random().nextInt(2)});
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 64, 128})
    void shouldSelectWhereAFewRewardsMislead(int period) {
        int individuals = 65_536;
        float[] ascending = new float[individuals];
        float[] spikes = new float[individuals];
        for (int i = 0; i < individuals; i++) {
            ascending[i] = i;
            // The first sixteen of each period are unlike the others.
            spikes[i] = (i % (16 * period) < 16 ? -1e6f : 0) + random().nextFloat();
        }
        for (int sense : new int[] {1, -1}) {
            int[] settings = {individuals, individuals / 10, sense, 0};
            select(1, individuals, ascending, settings);
            select(1, individuals, spikes, settings);
        }
    }

    /** All numbers are the worst there are, and the first of them stands behind many that are none. */
    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void shouldFindTheBestBehindManyThatAreNoNumbers(int sense) {
        float[] rewards = new float[20_000];
        Arrays.fill(rewards, NAN);
        rewards[8_193] = -sense * INFINITY;
        rewards[17_001] = -sense * INFINITY;
        select(1, rewards.length, rewards, new int[] {rewards.length, 5, sense, 0});
    }

    private int elites(int active) {
        return switch (random().nextInt(3)) {
            case 0 -> 1;
            case 1 -> active;
            default -> 1 + random().nextInt(active);
        };
    }

    @ParameterizedTest
    @CsvSource({"1,0", "1,1", "-1,0", "-1,1", "1,-1", "1,2"})
    void shouldKeepTheOrderOfHandPickedRewards(int sense, int rule) {
        float denormal = Float.MIN_VALUE;
        float[][] populations = {
            {NAN, NAN, -INFINITY, NAN, INFINITY, NAN},
            {0f, -0f, denormal, -denormal, 0f, -0f},
            {1, 1, 1, 1, 1, 1},
            {NAN, 1, 1, 1, NAN, 1},
            {INFINITY, INFINITY, INFINITY, NAN, NAN, NAN},
            {-INFINITY, -INFINITY, -INFINITY, -INFINITY, -INFINITY, -INFINITY},
            {INFINITY, -INFINITY, 3, 2, 1, 0},
            {Float.MAX_VALUE, -Float.MAX_VALUE, 0, Float.MIN_NORMAL, 1, -1},
            {NAN, NAN, NAN, NAN, NAN, NAN},
            {Float.intBitsToFloat(0xffc00001), Float.intBitsToFloat(0x7f800001), 5, 4, 5, 4}
        };
        for (int elites = 1; elites <= 6; elites++) {
            float[] rewards = new float[populations.length * 6];
            int[] settings = new int[populations.length * 4];
            for (int search = 0; search < populations.length; search++) {
                System.arraycopy(populations[search], 0, rewards, search * 6, 6);
                System.arraycopy(new int[] {6, elites, sense, rule}, 0, settings, search * 4, 4);
            }
            select(populations.length, 6, rewards, settings);
        }
    }

    @Test
    void shouldIgnoreIndividualsThatAreNotActive() {
        float[] rewards = {1, 2, 3, 100, NAN, INFINITY};
        select(1, 6, rewards, new int[] {3, 2, 1, 0});
        select(1, 6, rewards, new int[] {3, 2, -1, 1});
        select(1, 6, rewards, new int[] {1, 1, 1, 0});
        select(1, 6, rewards, new int[] {0, 1, 1, 0});
    }

    @Test
    void shouldSayWhatItFound() {
        twin(4, 2, twin -> {
            TwinBuffer rewards = twin.floats("rewards", 4, 2).fill(1, 2, NAN, NAN, 3, 3, 5, 6);
            TwinBuffer settings = twin.ints("settings", 4, 4).fill(2, 1, 1, 0, 2, 1, 1, 0, 2, 1, 1, 0, 0, 1, 1, 0);
            TwinSelection selection = twin.selection();
            twin.run(1, 1, on -> on.recorder().select(on.of(rewards), on.of(settings), on.of(selection)));
            assertThat(selection.summary().tested().ints())
                    .containsExactly(
                            1,
                            0,
                            Status.SELECTED.ordinal(),
                            1,
                            0,
                            2,
                            Status.ALL_NAN.ordinal(),
                            -1,
                            1,
                            0,
                            Status.ALL_EQUAL.ordinal(),
                            0,
                            0,
                            0,
                            Status.INACTIVE.ordinal(),
                            -1);
            selection.assertSame();
        });
    }

    private void select(int searches, int individuals, float[] rewards, int[] settings) {
        int columns = Statistic.values().length;
        twin(searches, individuals, twin -> {
            TwinBuffer table = twin.floats("rewards", searches, individuals).fill(rewards);
            TwinBuffer rules =
                    twin.ints("settings", searches, SelectionRule.SETTINGS).fill(settings);
            TwinSelection selection = twin.selection();
            TwinBuffer statistics = twin.floats("statistics", searches, columns);
            twin.run(1, 1, on -> {
                on.recorder().select(on.of(table), on.of(rules), on.of(selection));
                on.recorder().statistics(on.of(table), on.of(rules), on.of(selection), on.of(statistics));
            });
            selection.assertSame();
            for (int search = 0; search < searches; search++) {
                float[] own = Arrays.copyOfRange(rewards, search * individuals, (search + 1) * individuals);
                assertStatistics(search, own, statistics, columns);
            }
            statistics.ignore();
        });
    }

    private static void assertStatistics(int search, float[] rewards, TwinBuffer statistics, int columns) {
        double scale = 0;
        for (float reward : rewards) {
            scale = Float.isFinite(reward) ? Math.max(scale, Math.abs(reward)) : scale;
        }
        for (Statistic statistic : Statistic.values()) {
            int at = search * columns + statistic.ordinal();
            double actual = statistics.tested().floats()[at];
            double expected = statistics.expected().floats()[at];
            double allowed = SUMS.contains(statistic) ? TOLERANCE * scale + Float.MIN_VALUE : 0;
            boolean close = Math.abs(actual - expected) <= allowed;
            assertThat(close || actual == expected || Double.isNaN(actual) && Double.isNaN(expected))
                    .as("%s of search %d is %s instead of %s", statistic, search, actual, expected)
                    .isTrue();
        }
    }
}
