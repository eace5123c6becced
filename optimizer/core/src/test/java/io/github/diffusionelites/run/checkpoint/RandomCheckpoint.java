package io.github.diffusionelites.run.checkpoint;

import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.search.ChampionCheckpoint;
import io.github.diffusionelites.search.InstanceCheckpoint;
import io.github.diffusionelites.search.ProposalCheckpoint;
import io.github.diffusionelites.search.SearchCheckpoint;
import io.github.diffusionelites.search.Sense;
import java.util.List;
import java.util.SplittableRandom;

/** Checkpoints with numbers that mean nothing. */
final class RandomCheckpoint {

    static final long SEED = Long.getLong("elites.test.seed", 20261122L);

    private static final HostRewardReport HOST_REWARDS = new HostRewardReport(
            1L << 41,
            3,
            1L << 33,
            5,
            6,
            2,
            new FormerFailure("java.lang.IllegalStateException: The wheels came \u00f6ff."));

    private RandomCheckpoint() {}

    /** Returns a checkpoint of two searches over 24 coordinates, one of each kind, after some generations. */
    static Checkpoint after(int generation) {
        return of(24, generation);
    }

    /** Returns such a checkpoint over one coordinate, of which each byte matters. */
    static Checkpoint small() {
        return of(1, 3);
    }

    private static Checkpoint of(int d, int generation) {
        SplittableRandom random = new SplittableRandom(SEED);
        InstanceCheckpoint full = new InstanceCheckpoint(
                4,
                Sense.MAXIMIZE,
                new ProposalCheckpoint.Full(floats(random, d), floats(random, d * d), floats(random, d * d)),
                List.of(
                        new ChampionCheckpoint(2, 7, -1.5f, floats(random, d)),
                        new ChampionCheckpoint(0, 1, Float.NEGATIVE_INFINITY, floats(random, d))),
                new int[] {1, 5, 30},
                floats(random, 3 * d));
        InstanceCheckpoint diagonal = new InstanceCheckpoint(
                5,
                Sense.MINIMIZE,
                new ProposalCheckpoint.Diagonal(floats(random, d), floats(random, d)),
                List.of(),
                new int[0],
                new float[0]);
        return new Checkpoint(
                "[search]\nseed = 1 # \u00e4\n",
                "ab".repeat(32),
                "cd".repeat(32),
                "ef".repeat(32),
                new DeviceTraits("0.1", "cpu", "AVX2", "float32", "a library 1.2"),
                123_456_789_012L,
                new SearchCheckpoint(
                        Long.MIN_VALUE, 64, d, generation, 1L << 40, HOST_REWARDS, List.of(full, diagonal)));
    }

    private static float[] floats(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (4 * random.nextDouble() - 2);
        }
        return values;
    }
}
