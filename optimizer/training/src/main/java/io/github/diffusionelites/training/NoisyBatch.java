package io.github.diffusionelites.training;

import io.github.diffusionelites.sampler.NoiseSchedule;
import java.util.random.RandomGenerator;

/**
 * What a training step sees.
 *
 * @param noisy sqrt(alpha_bar) x + sqrt(1 - alpha_bar) n; shape [batch, channels, length] row-major
 * @param velocity the target sqrt(alpha_bar) n - sqrt(1 - alpha_bar) x (Salimans and Ho, arXiv 2202.00512); same shape
 * @param timesteps one for each sample, uniform
 */
record NoisyBatch(float[] noisy, float[] velocity, int[] timesteps) {

    /**
     * Adds noise to samples.
     *
     * @param samples standardised; shape [batch, sampleSize] row-major
     */
    static NoisyBatch of(float[] samples, int sampleSize, NoiseSchedule schedule, RandomGenerator random) {
        int[] timesteps = new int[samples.length / sampleSize];
        float[] noisy = new float[samples.length];
        float[] velocity = new float[samples.length];
        for (int sample = 0; sample < timesteps.length; sample++) {
            timesteps[sample] = random.nextInt(schedule.timesteps());
            double signal = Math.sqrt(schedule.alphaBar(timesteps[sample]));
            double spread = Math.sqrt(1 - schedule.alphaBar(timesteps[sample]));
            for (int i = sample * sampleSize; i < (sample + 1) * sampleSize; i++) {
                double noise = random.nextGaussian();
                noisy[i] = (float) (signal * samples[i] + spread * noise);
                velocity[i] = (float) (signal * noise - spread * samples[i]);
            }
        }
        return new NoisyBatch(noisy, velocity, timesteps);
    }
}
