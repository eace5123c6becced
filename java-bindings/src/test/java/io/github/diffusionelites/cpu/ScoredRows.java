package io.github.diffusionelites.cpu;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;

/** Rows of two zeros that a program writes and a host reward scores, sixteen at a time. */
record ScoredRows(Device device, Buffer samples, Buffer rewards) {

    static final int ROWS = 64;

    static ScoredRows on(Device device) {
        return new ScoredRows(
                device, device.allocate(ElementType.F32, 1, ROWS, 2), device.allocate(ElementType.F32, 1, ROWS));
    }

    Program program(HostReward reward, int lanes) {
        Recorder recorder = new Recorder(1, ROWS);
        Constant zero = Constant.of(new float[1], 1);
        recorder.affine(recorder.rows(samples), recorder.rows(samples), zero, zero);
        recorder.scoreOnHost(recorder.rows(samples), rewards, reward, HostRewardSettings.DEFAULT);
        return device.compile(recorder.finish(), new PlanOptions(16, lanes));
    }
}
