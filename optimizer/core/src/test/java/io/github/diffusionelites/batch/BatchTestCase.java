package io.github.diffusionelites.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.run.ProcessPermission;
import io.github.diffusionelites.run.checkpoint.DurableFiles;
import io.github.diffusionelites.run.job.BatchJobFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Tiny jobs of many searches, run in this process. */
abstract class BatchTestCase {

    static final String JOB = """
        [model]
        kind = "identity"
        channels = 2
        length = 4
        [search]
        population = 24
        elites = 6
        sense = "minimize"
        finalists = 2
        [[fidelity]]
        steps = 1
        generations = 6
        [[reward]]
        term = "goal_distance"
        goal = [0.4, 0.2]
        [device]
        id = "cpu"
        [stop]
        target = 0.1
        [manifest]
        first_id = 5
        [manifest.grid]
        seed = [1, 2, 3, 4, 5]
        population = [24, 11, 6]
        """;

    @TempDir
    Path directory;

    final List<String> notices = new ArrayList<>();

    /** What a test does after a step; steps count from 1. */
    interface Step {
        void at(PreparedBatch batch, int step);
    }

    BatchJob job(String text) throws IOException {
        return BatchJobFile.read(Files.writeString(directory.resolve("job.toml"), text));
    }

    PreparedBatch prepared(BatchJob job, int places) {
        return PreparedBatch.of(job, DeviceOptions.DEFAULT, ProcessPermission.REFUSED, places, Duration.ZERO);
    }

    BatchSummary run(BatchJob job, Path out, int places) {
        return run(job, out, places, DurableFiles.SYSTEM, (batch, step) -> {});
    }

    BatchSummary run(BatchJob job, Path out, int places, DurableFiles files, Step action) {
        try (PreparedBatch batch = prepared(job, places);
                BatchDirectory open = BatchDirectory.open(out, files)) {
            int[] steps = new int[1];
            return batch.execute(open, false, observer(() -> action.at(batch, ++steps[0])));
        }
    }

    /** Returns an observer that keeps notices and runs something after each step. */
    BatchObserver observer(Runnable step) {
        return new BatchObserver() {
            @Override
            public void progress(BatchProgress progress) {
                step.run();
            }

            @Override
            public void notice(String sentence) {
                notices.add(sentence);
            }
        };
    }

    /** Returns tables and arrays by name. */
    static Map<String, byte[]> results(Path out) throws IOException {
        Map<String, byte[]> results = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.toList()) {
                if (file.toString().matches(".*(\\.npy|searches\\.csv)")) {
                    results.put(out.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        assertThat(results).containsKeys("searches.csv", "best/00000.npy");
        return results;
    }

    static void requireSame(Map<String, byte[]> expected, Path out) throws IOException {
        Map<String, byte[]> found = results(out);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
    }
}
