package io.github.diffusionelites.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.sampler.NoiseSchedule;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VelocityLossTest {

    private static final int BATCH = 4;

    private final Unet1d network = new Unet1d(TinyTraining.network());
    private final SplittableRandom random = new SplittableRandom(TinyTraining.SEED);
    private final float[] parameters = network.layout().initialize(random);
    private final NoisyBatch batch = NoisyBatch.of(
            UnicycleTrajectories.draw(BATCH, random),
            UnicycleTrajectories.SAMPLE_SIZE,
            NoiseSchedule.cosine(1000),
            random);

    @Test
    void shouldBeTheMeanSquaredErrorOfThePrediction() {
        try (VelocityLoss loss = new VelocityLoss(network)) {
            float[] predicted = loss.predict(parameters, batch.noisy(), batch.timesteps());
            double sum = 0;
            for (int i = 0; i < predicted.length; i++) {
                double error = predicted[i] - batch.velocity()[i];
                sum += error * error;
            }

            assertThat(predicted).hasSize(BATCH * UnicycleTrajectories.SAMPLE_SIZE);
            assertThat(loss.evaluate(parameters, batch).value()).isCloseTo(sum / predicted.length, within(1e-5));
        }
    }

    @Test
    void shouldGiveTheGradientOfTheLoss() {
        try (VelocityLoss loss = new VelocityLoss(network)) {
            float[] gradient = loss.evaluate(parameters, batch).gradient();
            for (int direction = 0; direction < 5; direction++) {
                float[] forward = parameters.clone();
                float[] backward = parameters.clone();
                double expected = 0;
                for (int i = 0; i < parameters.length; i++) {
                    // Mostly along the gradient, so that the difference stands out of the rounding.
                    float move = 2e-4f * Math.signum(gradient[i]) * (random.nextInt(4) == 0 ? -1 : 1);
                    forward[i] += move;
                    backward[i] -= move;
                    expected += gradient[i] * (double) (forward[i] - backward[i]);
                }
                double difference = loss.evaluate(forward, batch).value()
                        - loss.evaluate(backward, batch).value();

                assertThat(difference / expected)
                        .as("seed %d", TinyTraining.SEED)
                        .isCloseTo(1, offset(0.02));
            }
        }
    }

    @Test
    void shouldTreatSamplesOfABatchIndependently() {
        try (VelocityLoss loss = new VelocityLoss(network)) {
            float[] together = loss.predict(parameters, batch.noisy(), batch.timesteps());
            for (int sample = 0; sample < BATCH; sample++) {
                int from = sample * UnicycleTrajectories.SAMPLE_SIZE;
                int to = from + UnicycleTrajectories.SAMPLE_SIZE;
                float[] alone = loss.predict(
                        parameters, Arrays.copyOfRange(batch.noisy(), from, to), new int[] {batch.timesteps()[sample]});

                assertThat(alone).containsExactly(Arrays.copyOfRange(together, from, to), within(1e-5f));
            }
        }
    }
}
