package io.github.diffusionelites.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.StageTimes;
import io.github.diffusionelites.model.RandomModel;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobFile;
import io.github.diffusionelites.run.picture.ConvergencePoint;
import io.github.diffusionelites.run.picture.Scene;
import io.github.diffusionelites.search.Candidate;
import io.github.diffusionelites.search.InnerBest;
import io.github.diffusionelites.search.Outcome;
import io.github.diffusionelites.search.SearchResult;
import io.github.diffusionelites.support.DeviceUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunResultsTest {

    @TempDir
    private Path directory;

    /** No sample of the last generation has a reward, but one of an earlier generation has. */
    @Test
    void shouldCompareABestPathWithoutElites() throws Exception {
        RandomModel.write(Files.createDirectories(directory.resolve("model")), RandomModel.small(), 3);
        Job job = JobFile.read(Files.writeString(directory.resolve("job.toml"), """
            [model]
            directory = "model"
            [search]
            population = 8
            elites = 2
            sense = "minimize"
            [[fidelity]]
            steps = 2
            generations = 1
            [[reward]]
            term = "goal_distance"
            goal = [0.4, 0.2]
            [device]
            id = "cpu"
            [output]
            inpainting = true
            """));
        float[] sample = new float[16];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = i * i / 100f;
        }
        Candidate best = new Candidate(0, 3, 0.5, new float[16], sample);
        Outcome outcome = new Outcome(0, best, new InnerBest(0, 3, 2, 0.5), List.of(), List.of(best));
        RunModel model = RunModel.load(job);
        Scene scene = RunScene.of(job, model);
        RunRecord record = new RunRecord(1, true);
        record.add(new RecordedGeneration(
                16, new StageTimes(1, 0, 1), List.of(new ConvergencePoint(2, 0.5, Double.NaN, 0.6, 0.5, 0.7))));
        try (PreparedRun planned = PreparedRun.of(job);
                Device device = DeviceUnderTest.open();
                RunDirectory target = RunDirectory.create(directory.resolve("run"), false)) {
            ResultFile file = new ResultFile(job, "", model, device.info(), planned.plan(), record);
            RunSummary summary = new RunResults(job, model, device, target, scene, record, null, file)
                    .of(new SearchResult(List.of(outcome), 16, false, HostRewardReport.NONE), () -> 1, () -> false);

            assertThat(summary.interrupted()).isFalse();
            assertThat(target.file(RunDirectory.INPAINTING)).content().contains("no elites in the last generation");
            assertThat(target.file(RunDirectory.ELITES)).doesNotExist();
            assertThat(target.file(RunDirectory.RESULT)).content().contains("\"finished\"", "\"elites\" : 0");
        }
    }
}
