package io.github.diffusionelites.support;

import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.model.Denoiser;
import io.github.diffusionelites.sampler.NoiseSchedule;
import io.github.diffusionelites.sampler.Prediction;
import java.util.function.IntToDoubleFunction;

/** A network of closed form, {@code scale(t) x + shift(t)} on every element, recorded as a convolution of kernel 1. */
public record LinearDenoiser(
        int channels, int length, Prediction prediction, IntToDoubleFunction scale, IntToDoubleFunction shift)
        implements Denoiser {

    /** The network that the scheduler tests of the library diffusers use: {@code x t / (t + 1)}. */
    public static LinearDenoiser ramp(int channels, int length, Prediction prediction) {
        return new LinearDenoiser(channels, length, prediction, t -> t / (t + 1.0), t -> 0);
    }

    /**
     * The best network for data from N(mean, variance):
     * {@code x0 = mean + sqrt(a) variance / (a variance + 1 - a) (x - sqrt(a) mean)} with a the cumulative product.
     */
    public static LinearDenoiser gaussian(
            int channels, int length, NoiseSchedule schedule, double mean, double variance) {
        IntToDoubleFunction scale = t -> {
            double a = schedule.alphaBar(t);
            return Math.sqrt(a) * variance / (a * variance + 1 - a);
        };
        return new LinearDenoiser(
                channels,
                length,
                Prediction.SAMPLE,
                scale,
                t -> mean - scale.applyAsDouble(t) * Math.sqrt(schedule.alphaBar(t)) * mean);
    }

    @Override
    public Features record(Recorder recorder, Rows state, int timestep) {
        float[] weight = new float[channels * channels];
        float[] bias = new float[channels];
        for (int c = 0; c < channels; c++) {
            weight[c * channels + c] = (float) scale.applyAsDouble(timestep);
            bias[c] = (float) shift.applyAsDouble(timestep);
        }
        Convolution1d convolution =
                new Convolution1d(Constant.of(weight, channels, channels, 1), Constant.of(bias, channels), 1, 0, false);
        return recorder.convolve(recorder.load(state, channels, length), convolution, Epilogue.NONE);
    }
}
