package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.reference.NoisePlace;
import io.github.diffusionelites.reference.PortableNormal;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.Population;
import java.util.Locale;
import java.util.Random;

/**
 * Ten million individuals in 16 dimensions without a network: latents have the bits that their places say, rewards are
 * those of the latents, the elites are the best of all.
 */
final class LargePopulationCheck implements Check {

    private static final int DIMENSION = 16;
    private static final int LOOKED_AT = 2000;
    private static final double TOLERANCE = 1e-5;

    @Override
    public String name() {
        return "ten-million";
    }

    @Override
    public String about() {
        return "10,000,000 individuals in 16 dimensions, without a network";
    }

    @Override
    public int seconds() {
        return 120;
    }

    @Override
    public boolean alone() {
        return true;
    }

    @Override
    public String run(CheckSettings settings) {
        int individuals = settings.sized(10_000_000, 20_000);
        PlainSearch plain = new PlainSearch(individuals, DIMENSION, settings.seed());
        try (Device device = CudaDevice.open()) {
            long free = device.freeBytes();
            long begin = System.nanoTime();
            try (DiffusionElites search = plain.on(device)) {
                search.step();
                requirePopulation(search.population(), settings.seed());
                requireElites(search.population(), plain);
                double before =
                        search.checkpoint().searches().getFirst().proposal().mean()[0];
                search.step();
                requireElites(search.population(), plain);
                double after =
                        search.checkpoint().searches().getFirst().proposal().mean()[0];
                if (!(Math.abs(after - 0.5) < Math.abs(before - 0.5))) {
                    throw new AssertionError(
                            "The mean went from " + before + " to " + after + ", and not towards 0.5.");
                }
                return String.format(
                        Locale.ROOT,
                        "%d individuals: %d rows have the bits of the reference, %d elites twice those of the rewards;"
                                + " %.2f GiB of the device, %.1f s with all that was looked at.",
                        individuals,
                        LOOKED_AT,
                        plain.settings().elites(),
                        (free - device.freeBytes()) / 0x1p30,
                        (System.nanoTime() - begin) / 1e9);
            }
        }
    }

    private static void requirePopulation(Population population, long seed) {
        Random random = new Random(seed);
        float[] rewards = population.rewards(0);
        for (int i = 0; i < LOOKED_AT; i++) {
            int individual = i == 0 ? population.size() - 1 : random.nextInt(population.size());
            float[] found = population.latents(0, individual, 1);
            float[] expected =
                    PortableNormal.row(new NoisePlace(seed, individual, 0, 0, 0, NoisePlace.LATENTS), DIMENSION);
            Differences.requireSameBits("Latents of individual " + individual, found, expected);
            double reward = 0;
            for (float x : found) {
                reward -= (x - 0.5) * (x - 0.5);
            }
            Differences.require(
                    "Rewards of individual " + individual,
                    Math.abs(rewards[individual] - reward),
                    TOLERANCE * Math.max(1, Math.abs(reward)));
        }
    }

    private static void requireElites(Population population, PlainSearch plain) {
        Differences.requireSame(
                "Elites and those of the rewards",
                population.elites(0),
                ExactElites.of(
                        population.rewards(0),
                        plain.settings().elites(),
                        plain.settings().sense()));
    }
}
