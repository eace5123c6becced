package io.github.diffusionelites.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.RewardTerm;
import org.junit.jupiter.api.Test;

class RewardTest {

    @Test
    void shouldLayTheParametersOfTermsOneAfterTheOther() {
        Reward.BuiltIn reward = Reward.of(
                Term.goalDistance(-1, 0.4, 0.2),
                Term.obstacles(-10, Ball.of(0.1, 1, 2), Ball.of(0.2, 3, 4)),
                Term.pathLength(0.5));
        assertThat(reward.terms())
                .containsExactly(
                        new RewardTerm(RewardTerm.Kind.GOAL_DISTANCE, 0, 3),
                        new RewardTerm(RewardTerm.Kind.OBSTACLES, 3, 7),
                        new RewardTerm(RewardTerm.Kind.PATH_LENGTH, 10, 1));
        assertThat(reward.parameters()).containsExactly(-1, 0.4f, 0.2f, -10, 1, 2, 0.1f, 3, 4, 0.2f, 0.5f);
        reward.parameters()[0] = 9;
        assertThat(reward.parameters()[0]).isEqualTo(-1);
        reward.requireShape(2, 5);
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        assertThatThrownBy(() -> Reward.of()).hasMessageContaining("at least one term");
        assertThatThrownBy(() -> Reward.of(Term.goalDistance(1, 0.4, 0.2)).requireShape(3, 5))
                .hasMessageContainingAll("GOAL_DISTANCE", "3 parameters", "3 channels");
        assertThatThrownBy(() -> Reward.of(Term.linear(1, 1, 2, 3)).requireShape(1, 4))
                .hasMessageContaining("LINEAR");
        assertThatThrownBy(() -> Reward.of(Term.obstacles(1)).requireShape(2, 4))
                .hasMessageContaining("OBSTACLES");
        assertThatThrownBy(() -> Term.goalDistance(Double.NaN, 1)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Term.quadratic(1, 1e300)).hasMessageContaining("Infinity");
        assertThatThrownBy(() -> Ball.of(0, 1, 2)).hasMessageContaining("radius 0.0");
        assertThatThrownBy(() -> Ball.of(1)).hasMessageContaining("centre []");
        assertThatThrownBy(() -> Ball.of(1, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Reward.function(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Reward.host(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void shouldScoreEverySampleOfABatch() {
        float[][] samples = {{1, 2, 3, 4}, {5, 6, 7, 8}};
        float[] rewards = new float[2];
        Reward.function((sample, channels, length) -> sample[(channels - 1) * length] + 0.5 * channels * length)
                .forShape(2, 2)
                .score(new HostBatch() {
                    @Override
                    public int size() {
                        return 2;
                    }

                    @Override
                    public int width() {
                        return 4;
                    }

                    @Override
                    public int search(int i) {
                        return 0;
                    }

                    @Override
                    public int individual(int i) {
                        return i;
                    }

                    @Override
                    public void sample(int i, float[] target) {
                        System.arraycopy(samples[i], 0, target, 0, 4);
                    }

                    @Override
                    public void reward(int i, float reward) {
                        rewards[i] = reward;
                    }
                });
        assertThat(rewards).containsExactly(5, 9);
    }
}
