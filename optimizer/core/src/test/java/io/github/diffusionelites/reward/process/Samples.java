package io.github.diffusionelites.reward.process;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.reward.SearchLookup;
import java.util.Arrays;

/** A batch of two searches, with ids 7 and 9 and parameters of their own, whose samples are given. */
final class Samples implements HostBatch, SearchLookup {

    static final float[][] PARAMETERS = {{0.4f, 0.2f}, {-1.5f, 1e-7f}};

    final float[][] samples;
    final float[] rewards;

    Samples(float[]... samples) {
        this.samples = samples;
        this.rewards = new float[samples.length];
        Arrays.fill(rewards, -99);
    }

    /** Returns samples whose first number is their place. */
    static Samples numbered(int count, int width) {
        float[][] samples = new float[count][width];
        for (int i = 0; i < count; i++) {
            samples[i][0] = i;
        }
        return new Samples(samples);
    }

    /** Returns the first number of each sample, which test processes give as reward. */
    float[] first() {
        float[] first = new float[samples.length];
        for (int i = 0; i < first.length; i++) {
            first[i] = samples[i][0];
        }
        return first;
    }

    @Override
    public int size() {
        return samples.length;
    }

    @Override
    public int width() {
        return samples[0].length;
    }

    @Override
    public int search(int i) {
        return i % 2;
    }

    @Override
    public int individual(int i) {
        return 3 + i;
    }

    @Override
    public void sample(int i, float[] target) {
        System.arraycopy(samples[i], 0, target, 0, samples[i].length);
    }

    @Override
    public void reward(int i, float reward) {
        rewards[i] = reward;
    }

    @Override
    public int id(int place) {
        return 7 + 2 * place;
    }

    @Override
    public float[] parameters(int place) {
        return PARAMETERS[place];
    }
}
