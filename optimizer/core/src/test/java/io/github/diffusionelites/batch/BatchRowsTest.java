package io.github.diffusionelites.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.batch.store.BatchJournal;
import io.github.diffusionelites.batch.store.BestSamples;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.run.JobReward;
import io.github.diffusionelites.run.ProcessPermission;
import io.github.diffusionelites.run.RunModel;
import io.github.diffusionelites.search.Candidate;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.Outcome;
import io.github.diffusionelites.search.SearchSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a job writes of its searches is what each of them finds without a job. */
class BatchRowsTest extends BatchTestCase {

    /** No rule ends a search early, as a search without a job has none. */
    private static final String PLAIN = JOB.replace("[stop]\ntarget = 0.1\n", "");

    @Test
    void shouldWriteWhatEachSearchFindsAlone() throws IOException {
        BatchJob job = job(PLAIN);
        Path out = directory.resolve("out");
        run(job, out, 4);
        Map<Integer, SearchRecord> records =
                BatchJournal.read(out.resolve(BatchDirectory.JOURNAL)).records();
        BestSamples samples =
                BestSamples.open(out, job.manifest().searches().size()).orElseThrow();
        RunModel model = RunModel.load(job.job());
        try (JobReward reward = JobReward.of(job.job(), model.decoder(), ProcessPermission.REFUSED);
                Device device = Devices.open("cpu")) {
            for (ManifestSearch search : job.manifest().searches()) {
                Outcome alone = alone(device, model, reward.reward(), job.job().search(), search);
                Candidate best = alone.winner().orElseThrow();
                SearchRecord record = records.get(search.row());

                assertThat(record.reward()).isEqualTo(best.reward());
                assertThat(record.generation()).isEqualTo(best.generation());
                assertThat(record.individual()).isEqualTo(best.individual());
                assertThat(record.innerReward())
                        .isEqualTo(alone.innerWinner().orElseThrow().reward());
                assertThat(record.elites()).isEqualTo(alone.elites().size());
                assertThat(samples.read(search.row()).orElseThrow()).isEqualTo(best.sample());
            }
        }
    }

    private static Outcome alone(
            Device device, RunModel model, Reward reward, SearchSettings common, ManifestSearch search) {
        SearchSettings settings = new SearchSettings(
                search.instance().active(),
                search.instance().elites(),
                common.rule(),
                common.sense(),
                common.proposal(),
                common.fidelity(),
                search.seed(),
                common.finalists());
        try (DiffusionElites engine = DiffusionElites.on(device)
                .decoder(model.decoder())
                .reward(reward)
                .settings(settings)
                .instances(List.of(search.instance()))
                .build()) {
            return engine.run(generation -> {}).outcomes().getFirst();
        }
    }
}
