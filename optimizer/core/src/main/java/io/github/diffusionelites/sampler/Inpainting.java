package io.github.diffusionelites.sampler;

import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Sampling with known values: before every step they are overwritten by {@code sqrt(abar) known + sqrt(1 - abar) n}, as
 * noisy as the rest, and after the last step by themselves. It is what people do who have no reward, and the
 * counterpart of a search in comparisons: nothing pulls the values beside the known ones towards them.
 */
public final class Inpainting {

    private final int channels;
    private final int length;
    private final boolean[] fixed;
    private final float[] known;
    private final long seed;

    private Inpainting(int channels, int length, boolean[] fixed, float[] known, long seed) {
        this.channels = channels;
        this.length = length;
        this.fixed = fixed;
        this.known = known;
        this.seed = seed;
    }

    /**
     * Fixes the first and the last position.
     *
     * @param channels of a sample
     * @param length positions of a sample, at least 1
     * @param first values of the first position, one a channel, in the scale that the network works in
     * @param last values of the last position, likewise
     * @param seed of the noise of the known values, which all individuals share
     */
    public static Inpainting ends(int channels, int length, double[] first, double[] last, long seed) {
        if (first.length != channels || last.length != channels || length < 1) {
            throw new IllegalArgumentException("Ends of samples [" + channels + ", " + length + "] need " + channels
                    + " values each, but have " + first.length + " and " + last.length + ".");
        }
        boolean[] fixed = new boolean[channels * length];
        float[] known = new float[channels * length];
        for (int c = 0; c < channels; c++) {
            fixed[c * length] = true;
            known[c * length] = (float) first[c];
            fixed[(c + 1) * length - 1] = true;
            known[(c + 1) * length - 1] = (float) last[c];
        }
        return new Inpainting(channels, length, fixed, known, seed);
    }

    /** Returns the channels of a sample. */
    public int channels() {
        return channels;
    }

    /** Returns the positions of a sample. */
    public int length() {
        return length;
    }

    /**
     * Records a chain.
     *
     * @param latents noise, rows [channels, length]
     * @param schedule that the chain was made for
     * @param identity whose noise the rows draw; not used where eta is 0
     * @return the clean samples, with the known values
     */
    public Rows record(
            Recorder recorder,
            Rows latents,
            Ddim chain,
            NoiseSchedule schedule,
            NoisyNetwork network,
            NoiseIdentity identity) {
        Constant free = free();
        Rows state = latents;
        for (Ddim.Step step : chain.steps()) {
            Rows overwritten =
                    recorder.affine(state, free, noised(schedule.alphaBar(step.timestep()), step.timestep()));
            state = recorder.updateSampler(
                    overwritten, network.record(recorder, overwritten, step.timestep()), step.coefficients(), identity);
        }
        return recorder.affine(state, free, noised(1, 0));
    }

    private Constant free() {
        float[] scale = new float[fixed.length];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = fixed[i] ? 0 : 1;
        }
        return Constant.of(scale, scale.length);
    }

    private Constant noised(double alphaBar, int timestep) {
        SplittableRandom random = new SplittableRandom(seed + timestep);
        double[] noise = new double[fixed.length];
        Arrays.setAll(noise, i -> random.nextGaussian());
        float[] shift = new float[fixed.length];
        for (int i = 0; i < shift.length; i++) {
            shift[i] = fixed[i] ? (float) (Math.sqrt(alphaBar) * known[i] + Math.sqrt(1 - alphaBar) * noise[i]) : 0;
        }
        return Constant.of(shift, shift.length);
    }
}
