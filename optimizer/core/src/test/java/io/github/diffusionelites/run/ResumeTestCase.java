package io.github.diffusionelites.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.run.checkpoint.Checkpoint;
import io.github.diffusionelites.run.checkpoint.CheckpointBytes;
import io.github.diffusionelites.run.checkpoint.CheckpointDirectory;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobFile;
import io.github.diffusionelites.search.GenerationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are interrupted, killed or copied between two generations, and resumed. */
abstract class ResumeTestCase {

    static final String SEARCH = """
        [search]
        population = 24
        elites = 6
        sense = "minimize"
        searches = 2
        first_id = 5
        finalists = 2
        [[fidelity]]
        steps = 2
        generations = 3
        [[fidelity]]
        steps = 3
        generations = 2
        [[reward]]
        term = "goal_distance"
        goal = [0.4, 0.2]
        [device]
        id = "cpu"
        """;
    static final String IDENTITY = "[model]\nkind = \"identity\"\nchannels = 2\nlength = 4\n" + SEARCH;
    static final String NETWORK = "[model]\ndirectory = \"model\"\neta = 0.5\n" + SEARCH;

    @TempDir
    Path directory;

    final List<String> notices = new ArrayList<>();

    interface Step {
        void at(GenerationReport report) throws IOException;
    }

    interface PreparedStep {
        void at(PreparedRun run, GenerationReport report) throws IOException;
    }

    Path whole(Job job) throws IOException {
        Path whole = directory.resolve("whole");
        run(job, whole, 1000, report -> {});
        return whole;
    }

    Path interrupted(Job job, String name, int generations) throws IOException {
        Path run = directory.resolve(name);
        run(job, run, 1000, (prepared, report) -> {
            if (report.generation() == generations - 1) {
                prepared.cancel();
            }
        });
        return run;
    }

    Path everyGeneration(Job job, String name, int generations) throws IOException {
        Path whole = directory.resolve(name + "-source");
        Path image = directory.resolve(name);
        run(job, whole, 0, report -> {
            if (report.generation() == generations - 1) {
                RunFiles.copy(whole, image);
            }
        });
        return image;
    }

    void run(Job job, Path path, long intervalMillis, Step step) throws IOException {
        run(job, path, intervalMillis, (prepared, report) -> step.at(report));
    }

    void run(Job job, Path path, long intervalMillis, PreparedStep step) throws IOException {
        try (PreparedRun run = PreparedRun.of(job);
                RunDirectory target = RunDirectory.create(path, false)) {
            run.checkpointEvery(Duration.ofMillis(intervalMillis));
            run.execute(target, observer(run, step));
        }
    }

    void resume(Path path, Job job, boolean force) {
        try (RunDirectory run = RunDirectory.open(path)) {
            ResumePoint point = ResumePoint.find(run, job, notices::add).orElseThrow();
            try (PreparedRun prepared = PreparedRun.of(job)) {
                prepared.resume(run, point, force, observer(prepared, (same, report) -> {}));
            }
        }
    }

    RunObserver observer(PreparedRun run, PreparedStep step) {
        return new RunObserver() {
            @Override
            public void generation(GenerationReport report) {
                try {
                    step.at(run, report);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public void notice(String sentence) {
                notices.add(sentence);
            }
        };
    }

    void rewrite(Path run, UnaryOperator<Checkpoint> change) throws IOException {
        for (Path file : checkpoints(run)) {
            Files.write(file, CheckpointBytes.of(change.apply(CheckpointDirectory.read(file))));
        }
    }

    static List<Path> checkpoints(Path run) {
        return new CheckpointDirectory(run.resolve(RunDirectory.CHECKPOINT)).newestFirst();
    }

    Path copy(Path run, String name) {
        try {
            return RunFiles.copy(run, directory.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void assertSameTree(Path run, Path before) throws IOException {
        try (var files = Files.walk(before)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(run.resolve(before.relativize(file))).hasSameBinaryContentAs(file);
            }
        }
    }

    Job job(String text) throws IOException {
        return JobFile.read(Files.writeString(directory.resolve("job.toml"), text));
    }
}
