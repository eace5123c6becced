package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceCode;
import io.github.diffusionelites.device.PlanOptions;
import java.io.IOException;
import java.util.Random;

/** A user's reward in PTX: the driver loads it, and its rewards have the bits that Java computes. */
final class BinaryRewardCheck implements Check {

    @Override
    public String name() {
        return "ptx-reward";
    }

    @Override
    public String about() {
        return "a reward in PTX, loaded by the driver without NVRTC";
    }

    @Override
    public int seconds() {
        return 60;
    }

    @Override
    public String needsAGpu() {
        return "The emulated driver cannot run PTX.";
    }

    @Override
    public String run(CheckSettings settings) throws IOException {
        DeviceCode code = ShippedCode.read("quadratic.ptx");
        Random random = new Random(settings.seed());
        float[] samples = new float[SmallProgram.SEARCHES * SmallProgram.INDIVIDUALS * SmallProgram.WIDTH];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextGaussian();
        }
        float[] parameters = new float[SmallProgram.SEARCHES * (1 + SmallProgram.WIDTH)];
        for (int search = 0; search < SmallProgram.SEARCHES; search++) {
            parameters[search * (1 + SmallProgram.WIDTH)] = 10 + search;
        }
        try (Device device = CudaDevice.openForCode()) {
            for (int chunk : new int[] {0, 7}) {
                try (SmallProgram program = new SmallProgram(device, code, new PlanOptions(chunk, 2))) {
                    program.write(samples, parameters);
                    Differences.requireSameBits(
                            "Rewards in chunks of " + chunk, program.run(), rewards(samples, parameters));
                }
            }
        }
        return SmallProgram.SEARCHES * SmallProgram.INDIVIDUALS + " rewards have the bits that Java computes.";
    }

    /** What the code computes: a parameter of the search, less the sum of squares, fused in order. */
    static float[] rewards(float[] samples, float[] parameters) {
        float[] rewards = new float[SmallProgram.SEARCHES * SmallProgram.INDIVIDUALS];
        for (int row = 0; row < rewards.length; row++) {
            float sum = 0;
            for (int i = 0; i < SmallProgram.WIDTH; i++) {
                float x = samples[row * SmallProgram.WIDTH + i];
                sum = Math.fma(x, x, sum);
            }
            rewards[row] = parameters[row / SmallProgram.INDIVIDUALS * (1 + SmallProgram.WIDTH)] - sum;
        }
        return rewards;
    }
}
