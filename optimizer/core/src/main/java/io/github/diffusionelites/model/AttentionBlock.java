package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Activation;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Recorder;

/** Attention around a residual, behind a normalisation: linear with a normalised output, or full. */
final class AttentionBlock {

    private final boolean linear;
    private final int heads;
    private final Norm norm;
    private final Convolution1d queriesKeysValues;
    private final Convolution1d out;
    private final Norm outNorm;

    private AttentionBlock(UnetWeights weights, String name, boolean linear) {
        this.linear = linear;
        this.heads = weights.config().heads();
        this.norm = weights.rmsNorm(name + ".fn.norm.g");
        this.queriesKeysValues = weights.projection(name + ".fn.fn.to_qkv");
        this.out = weights.same(name + ".fn.fn.to_out" + (linear ? ".0" : ""));
        this.outNorm = linear ? weights.rmsNorm(name + ".fn.fn.to_out.1.g") : Norm.NONE;
    }

    static AttentionBlock linear(UnetWeights weights, String name) {
        return new AttentionBlock(weights, name, true);
    }

    static AttentionBlock full(UnetWeights weights, String name) {
        return new AttentionBlock(weights, name, false);
    }

    Features record(Recorder recorder, Features x) {
        Features mixed = recorder.convolve(recorder.normalize(x, norm), queriesKeysValues, Epilogue.NONE);
        Features attended = linear ? recorder.attendLinearly(mixed, heads) : recorder.attend(mixed, heads);
        return recorder.convolve(attended, out, new Epilogue(outNorm, null, Activation.NONE, x));
    }
}
