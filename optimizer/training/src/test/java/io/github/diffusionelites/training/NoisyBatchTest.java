package io.github.diffusionelites.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.sampler.NoiseSchedule;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NoisyBatchTest {

    private static final int COUNT = 2000;

    private final NoiseSchedule schedule = NoiseSchedule.cosine(1000);
    private final float[] samples = UnicycleTrajectories.draw(COUNT, new SplittableRandom(TinyTraining.SEED));
    private final NoisyBatch batch = NoisyBatch.of(samples, 64, schedule, new SplittableRandom(TinyTraining.SEED));

    @Test
    void shouldLetSignalAndNoiseBeRecoveredFromTheVelocity() {
        double squares = 0;
        for (int i = 0; i < samples.length; i++) {
            double alphaBar = schedule.alphaBar(batch.timesteps()[i / 64]);
            double signal = Math.sqrt(alphaBar) * batch.noisy()[i] - Math.sqrt(1 - alphaBar) * batch.velocity()[i];
            double noise = Math.sqrt(alphaBar) * batch.velocity()[i] + Math.sqrt(1 - alphaBar) * batch.noisy()[i];
            assertThat(signal).isCloseTo(samples[i], within(1e-6));
            squares += noise * noise;
        }

        assertThat(squares / samples.length).as("seed %d", TinyTraining.SEED).isCloseTo(1, within(0.02));
    }

    @Test
    void shouldDrawTimestepsOverTheWholeSchedule() {
        IntSummaryStatistics timesteps = Arrays.stream(batch.timesteps()).summaryStatistics();

        assertThat(timesteps.getCount()).isEqualTo(COUNT);
        assertThat(timesteps.getMin()).as("seed %d", TinyTraining.SEED).isBetween(0, 10);
        assertThat(timesteps.getMax()).as("seed %d", TinyTraining.SEED).isBetween(990, 999);
        assertThat(timesteps.getAverage()).as("seed %d", TinyTraining.SEED).isCloseTo(499.5, within(25.0));
    }
}
