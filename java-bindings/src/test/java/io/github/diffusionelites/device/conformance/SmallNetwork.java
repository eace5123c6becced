package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.device.Activation;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.SamplerCoefficients;
import java.util.Random;

/** A random network with a layer of every kind, and two steps of a sampler with it. Rows are [4, 8]. */
final class SmallNetwork {

    static final int CHANNELS = 4;
    static final int LENGTH = 8;
    static final int WIDTH = CHANNELS * LENGTH;

    private static final int LOW = 16;
    private static final int HIGH = 32;

    private final Random random;
    private final Convolution1d first;
    private final Convolution1d down;
    private final Convolution1d intoHeads;
    private final Convolution1d outOfHeads;
    private final Convolution1d up;
    private final Convolution1d last;
    private final Norm group;
    private final Norm rms;
    private final Constant scaleShift;

    SmallNetwork(Random random) {
        this.random = random;
        this.first = convolution(CHANNELS, LOW, 5, 1, 2, false);
        this.down = convolution(LOW, HIGH, 3, 2, 1, false);
        this.intoHeads = convolution(HIGH, 3 * HIGH, 1, 1, 0, false);
        this.outOfHeads = convolution(HIGH, HIGH, 1, 1, 0, false);
        this.up = convolution(HIGH, LOW, 3, 1, 1, true);
        this.last = convolution(2 * LOW, CHANNELS, 1, 1, 0, false);
        this.group = new Norm.Group(8, constant(1, LOW), constant(1, LOW), 1e-5f);
        this.rms = new Norm.Rms(constant(1, HIGH));
        this.scaleShift = constant(1, 2, LOW);
    }

    /** Records two steps from a state; returns the last state. */
    Rows.Scratch denoise(Recorder recorder, Rows state, NoiseIdentity identity) {
        Rows.Scratch next = recorder.updateSampler(state, predict(recorder, state), coefficients(1), identity);
        return recorder.updateSampler(next, predict(recorder, next), coefficients(2), identity);
    }

    private Features predict(Recorder recorder, Rows state) {
        Features input = recorder.load(state, CHANNELS, LENGTH);
        Features wide = recorder.convolve(input, first, new Epilogue(group, scaleShift, Activation.SILU, null));
        Features narrow = recorder.convolve(wide, down, new Epilogue(rms, null, Activation.NONE, null));
        Features heads = recorder.convolve(recorder.normalize(narrow, rms), intoHeads, Epilogue.NONE);
        Features linear = attendTo(recorder, recorder.attendLinearly(heads, 4), narrow);
        Features softmax = attendTo(recorder, recorder.attend(heads, 2), linear);
        Features high = recorder.convolve(softmax, up, new Epilogue(group, null, Activation.SILU, wide));
        return recorder.convolve(recorder.concatenate(high, wide), last, Epilogue.NONE);
    }

    private Features attendTo(Recorder recorder, Features attended, Features residual) {
        return recorder.convolve(attended, outOfHeads, new Epilogue(Norm.NONE, null, Activation.NONE, residual));
    }

    private static SamplerCoefficients coefficients(int step) {
        return new SamplerCoefficients(1.1f, -0.4f, 3, 0.1f, 0.9f, -0.05f, 0.8f, 0.5f, 0.3f, step);
    }

    private Convolution1d convolution(int in, int out, int kernel, int stride, int padding, boolean upsample) {
        Constant weight = constant(1 / Math.sqrt(in * kernel), out, in, kernel);
        return new Convolution1d(weight, constant(0.1, out), stride, padding, upsample);
    }

    private Constant constant(double deviation, long... dimensions) {
        int count = 1;
        for (long dimension : dimensions) {
            count *= (int) dimension;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return Constant.of(values, dimensions);
    }
}
