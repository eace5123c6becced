package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.StageTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Whole generations, one after the other: the host's clock around each, the device's for its parts. */
final class Generations {

    private static final double MILLION = 1e6;

    private final List<Double> wall = new ArrayList<>();
    private final List<Double> decode = new ArrayList<>();
    private final List<Double> population = new ArrayList<>();
    private final List<Double> reward = new ArrayList<>();
    private double processorSeconds;

    /**
     * Runs generations.
     *
     * @param step one generation; what its parts took
     * @param warmUp generations that do not count
     * @param most generations that count, unless the deadline comes first; one does in any case
     */
    void run(Supplier<StageTimes> step, int warmUp, int most, Deadline deadline) {
        for (int i = 0; i < warmUp && (i == 0 || !deadline.hasPassed()); i++) {
            StageTimes ignored = step.get();
        }
        Duration before = processorTime();
        for (int i = 0; i < most && (i == 0 || !deadline.hasPassed()); i++) {
            long start = System.nanoTime();
            StageTimes times = step.get();
            wall.add((System.nanoTime() - start) / MILLION);
            decode.add(times.individuals() / MILLION);
            population.add(times.population() / MILLION);
            reward.add(times.hostReward() / MILLION);
        }
        processorSeconds += processorTime().minus(before).toNanos() / 1e9;
    }

    /** Of this process and all of its threads. */
    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Returns milliseconds of whole generations, by the host's clock. */
    Samples wall() {
        return Samples.of(wall);
    }

    /** Returns milliseconds of the per-individual part, by the device's clock. */
    Samples decode() {
        return Samples.of(decode);
    }

    /** Returns milliseconds of the population-wide part, by the device's clock. */
    Samples population() {
        return Samples.of(population);
    }

    /** Returns milliseconds inside a reward computed by Java. */
    Samples reward() {
        return Samples.of(reward);
    }

    /** Returns seconds of processor a generation. */
    double processorSeconds() {
        return processorSeconds / wall.size();
    }
}
