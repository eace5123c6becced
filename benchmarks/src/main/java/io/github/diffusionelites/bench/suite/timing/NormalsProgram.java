package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.cuda.LaunchTimes;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import java.util.List;

/** Latents that fit into the second-level cache, so that drawing them is bound by arithmetic. */
final class NormalsProgram implements AutoCloseable {

    /** Behind the stamp with which a program begins. */
    private static final int PLACE = 1;

    private final int rows;
    private final int width;
    private final DeviceBuffers buffers;
    private final Program program;
    private final LaunchTimes times;

    NormalsProgram(Device device, Scale scale, Noise noise) {
        rows = scale.size(4096, 5);
        width = scale.size(1024, 8);
        buffers = new DeviceBuffers(device, System.nanoTime());
        Recorder recorder = new Recorder(1, rows);
        recorder.sampleDiagonal(
                recorder.rows(buffers.floats(1, rows, width)),
                buffers.normals(1, width),
                buffers.filled(1, 1, width),
                buffers.ids(1));
        program = device.compile(recorder.finish(), new PlanOptions(rows, 1, Precision.FLOAT32).withNoise(noise));
        program.run(1, 0);
        times = LaunchTimes.of(program, scale.tiny() ? scale.fillBytes(0) : 16 << 20);
    }

    double normals() {
        return (double) rows * width;
    }

    String kernel() {
        return times.launches().get(PLACE).kernel();
    }

    String shape() {
        return rows + " x " + width;
    }

    /** Returns milliseconds, with other numbers for each sample. */
    double[] milliseconds(int samples) {
        double[] milliseconds = new double[samples];
        for (int sample = 0; sample < samples; sample++) {
            milliseconds[sample] = times.warm(2, sample)[PLACE];
        }
        return milliseconds;
    }

    @Override
    public void close() {
        Closing.all(List.of(times, program, buffers));
    }
}
