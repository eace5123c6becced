package io.github.diffusionelites.batch.store;

import io.github.diffusionelites.batch.SearchRecord;
import io.github.diffusionelites.search.StopReason;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Finished searches with figures at random, the same for the same row. */
public final class RandomRecords {

    private static final long SEED = Long.getLong("elites.test.seed", 20_261_122);

    private RandomRecords() {}

    /** Returns a record of some generations, now and then without a reward. */
    public static SearchRecord of(int row, int generations) {
        SplittableRandom random = new SplittableRandom(SEED + row);
        boolean none = random.nextInt(20) == 0;
        float[] best = new float[generations];
        float[] mean = new float[generations];
        for (int g = 0; g < generations; g++) {
            best[g] = (float) Math.exp(-0.1 * g + random.nextDouble());
            mean[g] = random.nextInt(30) == 0 ? Float.NaN : best[g] + random.nextFloat();
        }
        StopReason reason = StopReason.values()[random.nextInt(StopReason.values().length)];
        return new SearchRecord(
                row,
                3 * row + 7,
                reason,
                reason == StopReason.TARGET && !none,
                none ? Double.NaN : (float) random.nextDouble(),
                none ? -1 : random.nextInt(Math.max(1, generations)),
                none ? -1 : random.nextInt(128),
                none ? Double.NaN : (float) random.nextDouble(),
                none ? -1 : random.nextInt(Math.max(1, generations)),
                random.nextInt(13),
                generations,
                random.nextLong(1L << 40),
                random.nextLong(100),
                random.nextLong(1L << 50),
                best,
                mean);
    }

    /** Returns all figures of a record, to the last bit, as equal arrays are not equal objects. */
    static String text(SearchRecord record) {
        return record.toString().replaceAll("\\[F@[0-9a-f]+", "")
                + Arrays.toString(record.best())
                + Arrays.toString(record.eliteMean());
    }
}
