package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceCode;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.RewardTerm;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Buffers and a program that scores some samples [2, 100, 3, 5], by code or by a term. */
final class SmallProgram implements AutoCloseable {

    static final int SEARCHES = 2;
    static final int INDIVIDUALS = 100;
    static final int CHANNELS = 3;
    static final int LENGTH = 5;
    static final int WIDTH = CHANNELS * LENGTH;

    private final Buffer samples;
    private final Buffer parameters;
    private final Buffer rewards;
    private final Program program;

    /**
     * Allocates and compiles.
     *
     * @param code the reward; null for a built-in one
     * @param options of the plan
     */
    SmallProgram(Device device, @Nullable DeviceCode code, PlanOptions options) {
        samples = device.allocate(ElementType.F32, SEARCHES, INDIVIDUALS, CHANNELS, LENGTH);
        parameters = device.allocate(ElementType.F32, SEARCHES, 1 + WIDTH);
        rewards = device.allocate(ElementType.F32, SEARCHES, INDIVIDUALS);
        Recorder recorder = new Recorder(SEARCHES, INDIVIDUALS);
        if (code == null) {
            List<RewardTerm> terms = List.of(new RewardTerm(RewardTerm.Kind.QUADRATIC, 0, 1 + WIDTH));
            recorder.score(recorder.rows(samples), CHANNELS, LENGTH, terms, parameters, rewards);
        } else {
            recorder.scoreByCode(recorder.rows(samples), CHANNELS, LENGTH, code, parameters, rewards);
        }
        program = device.compile(recorder.finish(), options);
    }

    void write(float[] sampleValues, float[] parameterValues) {
        samples.write(0, sampleValues);
        parameters.write(0, parameterValues);
        float[] poison = new float[SEARCHES * INDIVIDUALS];
        Arrays.fill(poison, Float.NaN);
        rewards.write(0, poison);
    }

    /** Runs it once; returns the rewards. */
    float[] run() {
        program.run(1, 0);
        return rewards.floats();
    }

    @Override
    public void close() {
        program.close();
        rewards.close();
        parameters.close();
        samples.close();
    }
}
