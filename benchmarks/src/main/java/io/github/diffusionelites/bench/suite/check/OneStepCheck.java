package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.Population;
import io.github.diffusionelites.search.SearchSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One generation of the example's search on the GPU beside the same on the CPU device, each from the state that the CPU
 * had before: the first latents have the same bits, all else agrees to tolerances, and elites are those of the rewards.
 */
final class OneStepCheck implements Check {

    /** Of a matrix product in float32. */
    private static final double LATENTS = 2e-5;

    private static final double REWARDS = 1e-3;
    /** Roundings of 2^-9 in some sixty layers and several steps, as the root of their mean square. */
    private static final double REDUCED_REWARDS = 5e-2;

    private static final double MEANS = 1e-4;

    @Override
    public String name() {
        return "one-step";
    }

    @Override
    public String about() {
        return "CPU against GPU, one generation from equal state, in float32 and bfloat16";
    }

    @Override
    public int seconds() {
        return 120;
    }

    @Override
    public String run(CheckSettings settings) {
        List<String> seen = new ArrayList<>();
        for (Precision precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
            seen.add(compare(settings, precision));
        }
        return String.join("\n", seen);
    }

    private static String compare(CheckSettings settings, Precision precision) {
        ExampleSearch example =
                new ExampleSearch(settings, settings.sized(512, 4), settings.sized(10, 1), settings.sized(6, 2));
        PlanOptions options = PlanOptions.AUTO.withPrecision(precision);
        double latents = 0;
        double rewards = 0;
        double means = 0;
        int compared = 0;
        try (Device cpu = Devices.open("cpu");
                Device gpu = CudaDevice.open();
                DiffusionElites onCpu = example.on(cpu, options);
                DiffusionElites onGpu = example.on(gpu, options)) {
            while (!onCpu.done()) {
                int generation = onCpu.generation();
                onGpu.resume(onCpu.checkpoint());
                onCpu.step();
                onGpu.step();
                Population expected = onCpu.population();
                Population found = onGpu.population();
                if (generation == 0) {
                    Differences.requireSameBits("The first latents", found.latents(0), expected.latents(0));
                }
                latents = Math.max(latents, Differences.largest(found.latents(0), expected.latents(0)));
                rewards = Math.max(
                        rewards,
                        precision == Precision.FLOAT32
                                ? Differences.largest(found.rewards(0), expected.rewards(0))
                                : Differences.usual(found.rewards(0), expected.rewards(0)));
                requireElites(found, example.settings());
                requireElites(expected, example.settings());
                if (Arrays.equals(found.elites(0), expected.elites(0))) {
                    compared++;
                    means = Math.max(means, Differences.largest(mean(onGpu), mean(onCpu)));
                }
            }
        }
        Differences.require("Latents in " + precision, latents, LATENTS);
        Differences.require(
                "Rewards in " + precision, rewards, precision == Precision.FLOAT32 ? REWARDS : REDUCED_REWARDS);
        Differences.require("Means of proposals in " + precision, means, MEANS);
        return String.format(
                Locale.ROOT,
                "%s: the first latents have the same bits; latents differ by %.1e, rewards by %.1e, means by %.1e in"
                        + " %d generations with the same elites",
                precision,
                latents,
                rewards,
                means,
                compared);
    }

    private static float[] mean(DiffusionElites search) {
        return search.checkpoint().searches().getFirst().proposal().mean();
    }

    private static void requireElites(Population population, SearchSettings settings) {
        Differences.requireSame(
                "Elites and those of the rewards",
                population.elites(0),
                ExactElites.of(population.rewards(0), settings.elites(), settings.sense()));
    }
}
