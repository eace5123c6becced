package io.github.diffusionelites.batch.report;

import io.github.diffusionelites.batch.Manifest;
import io.github.diffusionelites.batch.store.BatchFiles;
import io.github.diffusionelites.batch.store.BatchJournal;
import io.github.diffusionelites.batch.store.JournalHeader;
import io.github.diffusionelites.batch.store.ManifestFile;
import io.github.diffusionelites.batch.store.RandomManifest;
import io.github.diffusionelites.batch.store.RandomRecords;
import io.github.diffusionelites.batch.store.ResultShape;
import io.github.diffusionelites.batch.store.ResultShards;
import io.github.diffusionelites.search.Candidate;
import io.github.diffusionelites.search.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Fills directories with batch jobs that nobody ran. */
public final class SampleBatch {

    private SampleBatch() {}

    /**
     * Writes a job of some searches, of which the first are finished and found circles.
     *
     * @param names of the reward parameters
     */
    public static BatchFiles write(Path directory, int searches, int finished, String... names) throws IOException {
        BatchFiles files = new BatchFiles(directory);
        Files.createDirectories(directory);
        Manifest manifest = RandomManifest.of(searches, names);
        ManifestFile.write(files.manifest(), manifest);
        Files.writeString(files.job(), "[search]\n\tpopulation = 64\n");
        try (BatchJournal journal = BatchJournal.create(files.journal(), new JournalHeader(manifest.digest(), "00"));
                ResultShards shards = ResultShards.open(directory, new ResultShape(searches, 2, 20, 4, 1))) {
            for (int row = 0; row < finished; row++) {
                shards.write(row, circle(row));
                journal.append(RandomRecords.of(row, 5 + row % 20));
            }
            journal.notice("Memory was short: 40 searches run at once now, not 80.");
        }
        try (MetricsLog log = MetricsLog.open(files.metrics())) {
            for (int second = 0; second < 300; second++) {
                log.write(metrics(second, searches, finished));
            }
        }
        return files;
    }

    /** Returns the metrics of a second. */
    public static BatchMetrics metrics(int second, int searches, int finished) {
        return new BatchMetrics(
                Instant.parse("2026-03-01T10:00:00Z").plusSeconds(second),
                second,
                searches,
                Math.min(finished, second),
                3,
                5,
                1000L * second,
                1000 + 100 * Math.sin(second / 20.0),
                second % 2,
                second == 0 ? Double.NaN : 0.9,
                300 - second,
                1 << 28,
                1L << 33);
    }

    private static Outcome circle(int row) {
        float[] path = new float[40];
        for (int l = 0; l < 20; l++) {
            path[l] = (float) Math.cos(l * (row + 1) / 20.0);
            path[20 + l] = (float) Math.sin(l * (row + 1) / 20.0);
        }
        Candidate best = new Candidate(1, 2, row, new float[4], path);
        return new Outcome(row, best, null, List.of(best), List.of(best));
    }
}
