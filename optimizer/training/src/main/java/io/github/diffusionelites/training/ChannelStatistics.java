package io.github.diffusionelites.training;

import java.util.Arrays;

/**
 * Mean and standard deviation of each channel over samples and positions.
 *
 * @param mean of each channel
 * @param deviation of each channel, positive
 */
record ChannelStatistics(double[] mean, double[] deviation) {

    /**
     * Measures samples.
     *
     * @param samples shape [count, channels, length] row-major
     * @throws IllegalArgumentException if the samples are no whole number, or a channel is constant
     */
    static ChannelStatistics of(float[] samples, int channels, int length) {
        if (samples.length == 0 || samples.length % (channels * length) != 0) {
            throw new IllegalArgumentException("The values must be a whole number of samples of " + channels + " x "
                    + length + ", got " + samples.length + ".");
        }
        double[] sum = new double[channels];
        double[] squares = new double[channels];
        for (int i = 0; i < samples.length; i++) {
            int channel = i / length % channels;
            sum[channel] += samples[i];
            squares[channel] += (double) samples[i] * samples[i];
        }
        double count = (double) samples.length / channels;
        double[] mean = Arrays.stream(sum).map(s -> s / count).toArray();
        double[] deviation = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            deviation[channel] = Math.sqrt(squares[channel] / count - mean[channel] * mean[channel]);
            if (!(deviation[channel] > 0)) {
                throw new IllegalArgumentException("Channel " + channel
                        + " cannot be standardised because it is constant at " + mean[channel] + ".");
            }
        }
        return new ChannelStatistics(mean, deviation);
    }

    /**
     * Brings samples to mean 0 and deviation 1, in place.
     *
     * @param samples shape [count, channels, length] row-major
     */
    void standardize(float[] samples, int length) {
        for (int i = 0; i < samples.length; i++) {
            int channel = i / length % mean.length;
            samples[i] = (float) ((samples[i] - mean[channel]) / deviation[channel]);
        }
    }
}
