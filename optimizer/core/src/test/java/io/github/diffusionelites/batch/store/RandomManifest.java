package io.github.diffusionelites.batch.store;

import io.github.diffusionelites.batch.Manifest;
import io.github.diffusionelites.batch.ManifestSearch;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.search.SearchInstance;
import io.github.diffusionelites.search.Sense;
import io.github.diffusionelites.search.StoppingRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Manifests of searches with settings at random, the same for the same number. */
public final class RandomManifest {

    private static final long SEED = Long.getLong("elites.test.seed", 20_261_122);

    private RandomManifest() {}

    /** Returns a manifest whose parameters have these names; every third search has no target. */
    public static Manifest of(int searches, String... names) {
        List<ManifestSearch> all = new ArrayList<>();
        for (int row = 0; row < searches; row++) {
            SplittableRandom random = new SplittableRandom(SEED + row);
            float[] parameters = new float[names.length];
            for (int p = 0; p < parameters.length; p++) {
                parameters[p] = (float) random.nextDouble(-1, 1);
            }
            StoppingRules rules = new StoppingRules(
                    row % 3 == 0 ? Double.NaN : random.nextDouble(),
                    row % 2 * 1000L,
                    row % 4,
                    Duration.ofNanos(row % 5 * 1_500_000_000L),
                    row % 6,
                    row % 2 * 1e-4,
                    row % 3 * 0.01);
            SearchInstance instance = new SearchInstance(
                    3 * row + 7,
                    64 + row % 2,
                    8,
                    row % 7 == 0 ? Sense.MAXIMIZE : Sense.MINIMIZE,
                    row % 11 == 0 ? SelectionRule.THRESHOLD : SelectionRule.EXACT,
                    1e-6 * (row % 3),
                    1e-6,
                    0.01,
                    parameters);
            all.add(new ManifestSearch(row, instance, random.nextLong(), rules));
        }
        return new Manifest(all, List.of(names), "ab".repeat(32));
    }
}
