package io.github.diffusionelites.bench.jmh;

import io.github.diffusionelites.bench.Networks;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.run.Sampling;
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
 * Evaluations a second of the reference network R32, end to end: latents, one denoising step, samples on the heap.
 * {@code java -jar benchmarks/target/benchmarks.jar Denoise}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
// The work is native: one JVM shows as much as three would.
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class DenoiseBenchmark {

    private static final int ROWS = 512;

    /** What the network is computed in. */
    @Param({"FLOAT32", "BFLOAT16"})
    public Precision precision;

    /** Rows of a chunk: 0 is the device's choice, the others show what it is worth. */
    @Param({"0", "16", "64", "256"})
    public int chunkRows;

    private Device device;
    private Sampling sampling;

    /** Opens the device and packs the weights. */
    @Setup
    public void open() {
        device = Devices.open("auto");
        sampling =
                new Sampling(device, Networks.r32().decoder(0), ROWS, 1, 0, new PlanOptions(chunkRows, 0, precision));
    }

    /** Closes the device. */
    @TearDown
    public void close() {
        sampling.close();
        device.close();
    }

    /** Evaluates the network once for each row. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public float[] denoise() {
        return sampling.draw(1);
    }
}
