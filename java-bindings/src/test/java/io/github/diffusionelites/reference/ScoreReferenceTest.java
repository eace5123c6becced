package io.github.diffusionelites.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.RewardTerm;
import io.github.diffusionelites.device.RewardTerm.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reward terms of the path (0, 0), (3, 4), (3, 0), worked out by hand. */
class ScoreReferenceTest {

    private static final double[] PATH = {0, 3, 3, 0, 4, 0};

    @Test
    void shouldMeasureTheDistanceOfTheLastPosition() {
        assertThat(score(Kind.GOAL_DISTANCE, -2, 0, 4)).isEqualTo(-10);
    }

    @Test
    void shouldSumSquaresAndSlopes() {
        assertThat(score(Kind.QUADRATIC, 2, 0, 3, 3, 0, 4, 5)).isEqualTo(50);
        assertThat(score(Kind.LINEAR, 0.5f, 1, 1, 1, 1, 1, -7)).isEqualTo(5);
    }

    @Test
    void shouldMeasureTheLengthOfThePath() {
        assertThat(score(Kind.PATH_LENGTH, 1)).isEqualTo(9);
    }

    @Test
    void shouldMeasureTheDepthInsideObstacles() {
        // The first ball of radius 6 holds (0, 0) at depth 6, (3, 4) at depth 1 and (3, 0) at depth 3; the second none.
        assertThat(score(Kind.OBSTACLES, -1, 0, 0, 6, 100, 100, 1)).isEqualTo(-10);
    }

    @Test
    void shouldSumTermsAtTheirOffsets() {
        float[] parameters = {99, 1, 2, 0, 4};
        List<RewardTerm> terms =
                List.of(new RewardTerm(Kind.PATH_LENGTH, 1, 1), new RewardTerm(Kind.GOAL_DISTANCE, 2, 3));
        assertThat(ScoreReference.apply(PATH, 2, 3, terms, parameters)).isEqualTo(19, within(1e-12));
    }

    private static double score(Kind kind, float... parameters) {
        return ScoreReference.apply(PATH, 2, 3, List.of(new RewardTerm(kind, 0, parameters.length)), parameters);
    }
}
