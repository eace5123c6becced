package io.github.diffusionelites.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** That the harness finds its benchmarks and that each of them runs; how fast they are is not looked at. */
class JmhTest {

    @Test
    void shouldRunEveryBenchmarkOfTheHarness() throws Exception {
        var options = new OptionsBuilder()
                .include("\\.jmh\\.")
                .exclude("Launch")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(new TimeValue(1, TimeUnit.MILLISECONDS))
                .param("individuals", "1024")
                .param("chunkRows", "0")
                .param("precision", "FLOAT32")
                .param("length", "2")
                .param("kernel", "3")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        assertThat(new Runner(options).run())
                .extracting(RunResult::getPrimaryResult)
                .extracting(result -> result.getLabel())
                .containsExactlyInAnyOrder(
                        "convolve", "denoise", "draw", "select", "moments", "covariance", "statistics");
    }

    /** In processes of their own, because a process has one CUDA driver, and here that does nothing. */
    @Test
    void shouldLaunchThroughBothBindings() throws Exception {
        var options = new OptionsBuilder()
                .include("LaunchBenchmark.launchKernel")
                .forks(1)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(new TimeValue(1, TimeUnit.MILLISECONDS))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        assertThat(new Runner(options).run())
                .extracting(result -> result.getParams().getParam("binding"))
                .containsExactlyInAnyOrder("ffm", "jcuda");
    }
}
