package io.github.diffusionelites.bench.jmh;

import io.github.diffusionelites.cuda.driver.Driver;
import io.github.diffusionelites.cuda.driver.DriverLibrary;
import io.github.diffusionelites.cuda.driver.DriverProbe;
import io.github.diffusionelites.cuda.ffm.FfmDriver;
import io.github.diffusionelites.cuda.jcuda.JCudaBinding;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds that a binding adds to a call of the CUDA driver, on a library whose functions do nothing; built by
 * {@code g++}. {@code java -jar benchmarks/target/benchmarks.jar Launch -prof gc}
 *
 * <p>A process has one driver: this is to be run in a process of its own, as the harness does by default.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LaunchBenchmark {

    /** The library does not look at it. */
    private static final long PARAMETERS = 4096;

    /** The binding. */
    @Param({"ffm", "jcuda"})
    public String binding;

    private Driver driver;

    /** Builds the library and opens the binding. */
    @Setup
    public void open() throws IOException, InterruptedException {
        if (System.getProperty(DriverLibrary.PATH_PROPERTY, "").isEmpty()) {
            System.setProperty(DriverLibrary.PATH_PROPERTY, EmptyDriver.build().toString());
        }
        DriverProbe probe = binding.equals("ffm") ? FfmDriver.probe() : JCudaBinding.probe();
        if (!probe.usable()) {
            throw new IllegalStateException(probe.problem());
        }
        driver = binding.equals("ffm") ? FfmDriver.open() : JCudaBinding.open();
    }

    /** Launches a kernel. */
    @Benchmark
    public int launchKernel() {
        return driver.launchKernel(1, 2, 1, 1, 256, 1, 1, 0, 3, PARAMETERS);
    }

    /** Launches a graph. */
    @Benchmark
    public int launchGraph() {
        return driver.graphLaunch(1, 2);
    }

    /** Asks whether an event has passed. */
    @Benchmark
    public int queryEvent() {
        return driver.eventQuery(1);
    }
}
