package io.github.diffusionelites.bench.jmh;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.StageTimes;
import io.github.diffusionelites.device.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The operations of a search on their own, a program each, with warm caches.
 * {@code java -jar benchmarks/target/benchmarks.jar SearchOperations}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SearchOperationsBenchmark {

    /** A small search, a medium one, and one that is beyond the caches. */
    @Param({"1024", "16384", "1000000"})
    public int individuals;

    /** Numbers of a latent. */
    @Param({"64"})
    public int width;

    private Device device;
    private final List<AutoCloseable> open = new ArrayList<>();
    private Program draw;
    private Program select;
    private Program moments;
    private Program covariance;
    private Program statistics;

    /** Makes a population with rewards, and a program for each operation. */
    @Setup
    public void prepare() {
        device = Devices.open("auto");
        Buffer latents = buffer(ElementType.F32, 1, individuals, width);
        Buffer mean = buffer(ElementType.F32, 1, width);
        Buffer deviation = buffer(ElementType.F32, 1, width);
        Buffer variance = buffer(ElementType.F32, 1, width);
        Buffer jitter = buffer(ElementType.F32, 1);
        Buffer matrix = buffer(ElementType.F32, 1, width, width);
        Buffer ids = buffer(ElementType.I32, 1);
        Buffer rewards = buffer(ElementType.F32, 1, individuals);
        Buffer settings = buffer(ElementType.I32, 1, 4);
        Buffer table = buffer(ElementType.F32, 1, Statistic.values().length);
        Selection selection = keep(Selection.allocate(device, 1, individuals));
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        deviation.write(0, ones);
        Random random = new Random(1);
        float[] values = new float[individuals];
        for (int i = 0; i < individuals; i++) {
            values[i] = (float) random.nextGaussian();
        }
        rewards.write(0, values);
        settings.write(0, new int[] {individuals, Math.max(1, individuals / 10), 1, 0});
        draw = program(recorder -> recorder.sampleDiagonal(recorder.rows(latents), mean, deviation, ids));
        select = program(recorder -> recorder.select(rewards, settings, selection));
        moments = program(recorder -> recorder.moments(recorder.rows(latents), selection, mean, variance));
        covariance = program(recorder -> recorder.covariance(recorder.rows(latents), selection, mean, jitter, matrix));
        statistics = program(recorder -> recorder.statistics(rewards, settings, selection, table));
        draw.run(1, 1);
        select.run(1, 1);
        // The refit must see what it refits.
        if (selection.summary().ints()[Selection.COUNT] != Math.max(1, individuals / 10)) {
            throw new IllegalStateException("The selection did not find the elites.");
        }
    }

    private Buffer buffer(ElementType type, long... dimensions) {
        return keep(device.allocate(type, dimensions));
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.addFirst(resource);
        return resource;
    }

    private Program program(Consumer<Recorder> operation) {
        Recorder recorder = new Recorder(1, individuals);
        operation.accept(recorder);
        return keep(device.compile(recorder.finish(), PlanOptions.AUTO));
    }

    /** Frees everything. */
    @TearDown
    public void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
        device.close();
    }

    /** Latents of a diagonal proposal. */
    @Benchmark
    public StageTimes draw() {
        return draw.run(1, 1);
    }

    /** A tenth of the individuals. */
    @Benchmark
    public StageTimes select() {
        return select.run(1, 1);
    }

    /** Mean and variance of the elites. */
    @Benchmark
    public StageTimes moments() {
        return moments.run(1, 1);
    }

    /** Covariance of the elites. */
    @Benchmark
    public StageTimes covariance() {
        return covariance.run(1, 1);
    }

    /** Quantiles and means of the rewards. */
    @Benchmark
    public StageTimes statistics() {
        return statistics.run(1, 1);
    }
}
