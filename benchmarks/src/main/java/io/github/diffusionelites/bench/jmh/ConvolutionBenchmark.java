package io.github.diffusionelites.bench.jmh;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Microseconds that a convolution takes for an individual, with as many channels out as in; over one position it is a
 * linear layer. {@code java -jar benchmarks/target/benchmarks.jar Convolution}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConvolutionBenchmark {

    private static final int ROWS = 512;
    /** So many, one after the other, that loading the rows counts for little. */
    private static final int LAYERS = 16;

    private static final int CHANNELS = 256;

    /** Positions. */
    @Param({"1", "2", "4", "8"})
    public int length;

    /** Taps. */
    @Param({"1", "3"})
    public int kernel;

    private Device device;
    private Buffer rows;
    private Program program;

    /** Opens the device and packs the weights. */
    @Setup
    public void open() {
        Random random = new Random(1);
        device = Devices.open("auto");
        int width = CHANNELS * length;
        rows = device.allocate(ElementType.F32, 1, ROWS, width);
        rows.write(0, normals(random, ROWS * width, 1));
        int taps = CHANNELS * kernel;
        Constant weight =
                Constant.of(normals(random, CHANNELS * taps, 1 / Math.sqrt(taps)), CHANNELS, CHANNELS, kernel);
        Convolution1d convolution = new Convolution1d(weight, null, 1, kernel / 2, false);
        Recorder recorder = new Recorder(1, ROWS);
        Features features = recorder.load(recorder.rows(rows), CHANNELS, length);
        for (int layer = 0; layer < LAYERS; layer++) {
            features = recorder.convolve(features, convolution, Epilogue.NONE);
        }
        program = device.compile(recorder.finish(), PlanOptions.AUTO.withPrecision(Precision.FLOAT32));
    }

    /** Closes the device. */
    @TearDown
    public void close() {
        program.close();
        rows.close();
        device.close();
    }

    /** Runs all layers on all rows. */
    @Benchmark
    @OperationsPerInvocation(ROWS * LAYERS)
    public void convolve() {
        program.run(1, 0);
    }

    private static float[] normals(Random random, int count, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}
