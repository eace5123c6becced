package io.github.diffusionelites.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Selection.Status;
import io.github.diffusionelites.device.Statistic;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectReferenceTest {

    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @Test
    void shouldListTheBestInAscendingIndex() {
        var result = SelectReference.apply(new float[] {1, 5, 3, 4, 2}, new int[] {5, 3, 1, 0});
        assertThat(result).isEqualTo(new SelectReference.Result(List.of(1, 2, 3), 0, Status.SELECTED, 1, 3));
    }

    @Test
    void shouldFlipTheOrderForTheOtherSense() {
        var result = SelectReference.apply(new float[] {1, 5, 3, 4, 2}, new int[] {5, 2, -1, 0});
        assertThat(result).isEqualTo(new SelectReference.Result(List.of(0, 4), 0, Status.SELECTED, 0, 2));
    }

    @Test
    void shouldGiveTiesToTheLowestIndex() {
        var result = SelectReference.apply(new float[] {7, 9, 7, 7}, new int[] {4, 2, 1, 0});
        assertThat(result.elites()).containsExactly(0, 1);
        assertThat(SelectReference.apply(new float[] {7, 9, 7, 7}, new int[] {4, 2, 1, 1})
                        .elites())
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void shouldTakeNegativeZeroAsZero() {
        float[] rewards = {0f, -0f, -1, -0f};
        assertThat(SelectReference.apply(rewards, new int[] {4, 2, 1, 0}).elites())
                .containsExactly(0, 1);
        assertThat(SelectReference.apply(rewards, new int[] {4, 2, -1, 0}).elites())
                .containsExactly(0, 2);
        assertThat(SelectReference.apply(rewards, new int[] {4, 1, 1, 1}).elites())
                .containsExactly(0, 1, 3);
        assertThat(SelectReference.apply(new float[] {0f, -0f}, new int[] {2, 1, 1, 0})
                        .status())
                .isEqualTo(Status.ALL_EQUAL);
    }

    @Test
    void shouldShrinkTheElitesWhereRewardsAreMissing() {
        float[] rewards = {NAN, -INFINITY, NAN, INFINITY, NAN};
        assertThat(SelectReference.apply(rewards, new int[] {5, 4, 1, 0}))
                .isEqualTo(new SelectReference.Result(List.of(1, 3), 3, Status.SELECTED, 3, -INFINITY));
        assertThat(SelectReference.apply(rewards, new int[] {5, 4, -1, 1}))
                .isEqualTo(new SelectReference.Result(List.of(1, 3), 3, Status.SELECTED, 1, INFINITY));
    }

    @Test
    void shouldIgnoreWhatIsNotActive() {
        assertThat(SelectReference.apply(new float[] {1, 2, 3, NAN}, new int[] {2, 1, 1, 0}))
                .isEqualTo(new SelectReference.Result(List.of(1), 0, Status.SELECTED, 1, 2));
        assertThat(SelectReference.apply(new float[] {1, 2}, new int[] {1, 1, 1, 0})
                        .status())
                .isEqualTo(Status.SELECTED);
    }

    @Test
    void shouldTellWhyThereIsNoInformation() {
        assertThat(SelectReference.apply(new float[] {NAN, NAN}, new int[] {2, 1, 1, 0}))
                .isEqualTo(new SelectReference.Result(List.of(), 2, Status.ALL_NAN, -1, NAN));
        assertThat(SelectReference.apply(new float[] {1, 2}, new int[] {0, 1, 1, 0}))
                .isEqualTo(new SelectReference.Result(List.of(), 0, Status.INACTIVE, -1, NAN));
        assertThat(SelectReference.apply(new float[] {4, 4, NAN}, new int[] {3, 1, 1, 0}))
                .isEqualTo(new SelectReference.Result(List.of(0), 1, Status.ALL_EQUAL, 0, 4));
    }

    @Test
    void shouldInterpolateQuantilesFromWorstToBest() {
        float[] rewards = {10, 0, NAN, 20, 30, 40};
        double[] up = StatisticsReference.apply(rewards, new int[] {6, 2, 1, 0}, List.of(4, 5));
        assertThat(up[Statistic.BEST.ordinal()]).isEqualTo(40);
        assertThat(up[Statistic.MEAN.ordinal()]).isEqualTo(20);
        assertThat(up[Statistic.ELITE_MEAN.ordinal()]).isEqualTo(35);
        assertThat(up[Statistic.QUANTILE_10.ordinal()]).isEqualTo(4);
        assertThat(up[Statistic.QUANTILE_25.ordinal()]).isEqualTo(10);
        assertThat(up[Statistic.MEDIAN.ordinal()]).isEqualTo(20);
        double[] down = StatisticsReference.apply(rewards, new int[] {6, 2, -1, 0}, List.of(0, 1));
        assertThat(down[Statistic.BEST.ordinal()]).isEqualTo(0);
        assertThat(down[Statistic.QUANTILE_10.ordinal()]).isEqualTo(36);
        assertThat(down[Statistic.QUANTILE_75.ordinal()]).isEqualTo(10);
    }

    @Test
    void shouldKeepInfinitiesOutOfExactQuantiles() {
        float[] rewards = {-INFINITY, 1, INFINITY};
        double[] statistics = StatisticsReference.apply(rewards, new int[] {3, 1, 1, 0}, List.of(2));
        assertThat(statistics[Statistic.MEDIAN.ordinal()]).isEqualTo(1);
        assertThat(statistics[Statistic.QUANTILE_25.ordinal()]).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(statistics[Statistic.MEAN.ordinal()]).isNaN();
        assertThat(StatisticsReference.apply(new float[] {NAN}, new int[] {1, 1, 1, 0}, List.of()))
                .containsOnly(Double.NaN);
    }
}
