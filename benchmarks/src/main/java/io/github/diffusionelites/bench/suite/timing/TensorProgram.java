package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.cuda.LaunchTimes;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import java.util.List;

/** A convolution that is large enough to fill any device, of drawn latents. */
final class TensorProgram implements AutoCloseable {

    private static final int TAPS = 3;

    private final int rows;
    private final int channels;
    private final int length;
    private final DeviceBuffers buffers;
    private final Program program;
    private final LaunchTimes times;
    private final int place;

    TensorProgram(Device device, Scale scale, Precision precision) {
        rows = scale.size(4096, 3);
        channels = scale.size(512, 16);
        length = scale.size(32, 4);
        buffers = new DeviceBuffers(device, System.nanoTime());
        int width = channels * length;
        Recorder recorder = new Recorder(1, rows);
        Rows.Stored latents = recorder.rows(buffers.floats(1, rows, width));
        recorder.sampleDiagonal(latents, buffers.floats(1, width), buffers.filled(1, 1, width), buffers.ids(1));
        Convolution1d layer = new Convolution1d(weights(), null, 1, TAPS / 2, false);
        recorder.convolve(recorder.load(latents, channels, length), layer, Epilogue.NONE);
        program = device.compile(recorder.finish(), new PlanOptions(rows, 1, precision));
        program.run(1, 0);
        times = LaunchTimes.of(program, scale.tiny() ? scale.fillBytes(0) : 16 << 20);
        place = place(times.launches());
    }

    private Constant weights() {
        float[] values = new float[channels * channels * TAPS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (buffers.random().nextGaussian() / Math.sqrt(TAPS * channels));
        }
        return Constant.of(values, channels, channels, TAPS);
    }

    private static int place(List<LaunchTimes.Timed> launches) {
        for (int i = 0; i < launches.size(); i++) {
            if (launches.get(i).kernel().startsWith("convolve")) {
                return i;
            }
        }
        throw new IllegalStateException("The program of a convolution launches none, but " + launches + ".");
    }

    double flops() {
        return 2.0 * TAPS * channels * channels * length * rows;
    }

    String kernel() {
        return times.launches().get(place).kernel();
    }

    String shape() {
        return rows + " rows, " + channels + " to " + channels + " channels, " + TAPS + " taps, length " + length;
    }

    /** Returns the milliseconds of the convolution, with other latents for each sample. */
    double[] milliseconds(int samples) {
        double[] milliseconds = new double[samples];
        times.cold(1, 0);
        for (int sample = 0; sample < samples; sample++) {
            milliseconds[sample] = times.cold(1, sample + 1)[place];
        }
        return milliseconds;
    }

    @Override
    public void close() {
        Closing.all(List.of(times, program, buffers));
    }
}
