package io.github.diffusionelites.batch.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.batch.ManifestSearch;
import io.github.diffusionelites.batch.store.RandomManifest;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.search.Candidate;
import io.github.diffusionelites.search.ChampionCheckpoint;
import io.github.diffusionelites.search.FinishedSearch;
import io.github.diffusionelites.search.InnerBest;
import io.github.diffusionelites.search.InstanceCheckpoint;
import io.github.diffusionelites.search.Outcome;
import io.github.diffusionelites.search.ProposalCheckpoint;
import io.github.diffusionelites.search.Sense;
import io.github.diffusionelites.search.StopReason;
import io.github.diffusionelites.search.TaskCheckpoint;
import io.github.diffusionelites.support.Bits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a worker and its parent say to each other arrives as it was said. */
class WorkerFormatTest {

    private final List<ManifestSearch> searches = RandomManifest.of(15, "x").searches();

    @Test
    void shouldReadWhatItWrites() throws IOException {
        List<WorkerMessage> said = List.of(
                new WorkerMessage.Begin(
                        3, "/a b", "[model]\nkind = \"ü\"", "cuda:1", "JCUDA", true, false, 7, 5L << 40),
                new WorkerMessage.AskGroup(),
                new WorkerMessage.Group(24, 3),
                new WorkerMessage.Ready(new DeviceTraits("1", "cpu", "AVX2", "float32", ""), "weights", ""),
                new WorkerMessage.Ask(24, 12),
                new WorkerMessage.Deal(List.of()),
                new WorkerMessage.Deal(
                        List.of(new WorkerMessage.Dealt(2, null), new WorkerMessage.Dealt(7, state(StopReason.TIME)))),
                new WorkerMessage.Found(4, found(4, true)),
                new WorkerMessage.Found(5, found(5, false)),
                new WorkerMessage.Step(1L << 50, 12, 0),
                new WorkerMessage.Sync(),
                new WorkerMessage.Synced(),
                new WorkerMessage.Notice("Größer."),
                new WorkerMessage.Failed(4, "No memory."));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (WorkerMessage message : said) {
            WorkerFormat.write(bytes, message);
        }

        ByteArrayInputStream stream = new ByteArrayInputStream(bytes.toByteArray());
        for (WorkerMessage message : said) {
            assertThat(WorkerFormat.read(stream, searches::get))
                    .usingRecursiveComparison(Bits.EXACT)
                    .isEqualTo(message);
        }
        assertThat(WorkerFormat.read(stream, searches::get)).isNull();
    }

    @Test
    void shouldNoticeAMessageThatIsCutOffOrChanged() throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        WorkerFormat.write(stream, new WorkerMessage.Found(4, found(4, true)));
        byte[] bytes = stream.toByteArray();
        for (int length = 1; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> WorkerFormat.read(new ByteArrayInputStream(cut), searches::get))
                    .as("%d bytes", length)
                    .isInstanceOf(IOException.class);
        }
        for (int place = 4; place < bytes.length; place++) {
            byte[] changed = bytes.clone();
            changed[place] ^= 0x10;
            assertThatThrownBy(() -> WorkerFormat.read(new ByteArrayInputStream(changed), searches::get))
                    .as("byte %d", place)
                    .isInstanceOf(IOException.class);
        }
    }

    private static TaskCheckpoint state(StopReason ended) {
        InstanceCheckpoint found = new InstanceCheckpoint(
                12,
                Sense.MINIMIZE,
                new ProposalCheckpoint.Full(new float[] {1}, new float[] {2}, new float[] {3}),
                List.of(new ChampionCheckpoint(1, 3, -0.5f, new float[] {Float.MIN_VALUE})),
                new int[] {1, 5},
                new float[] {0.5f, -0.0f});
        return new TaskCheckpoint(2, 100, 3, 77, new float[] {1, Float.NaN}, new float[] {2, 3}, found, ended);
    }

    private FinishedSearch found(int row, boolean something) {
        Candidate elite = new Candidate(1, 9, 0.25, new float[] {1, 2}, new float[] {3, 4});
        Candidate other = new Candidate(1, 2, 0.5, new float[] {5, 6}, new float[] {7, 8});
        Candidate former = new Candidate(0, 2, Double.NaN, new float[] {5, 6}, new float[] {7, 8});
        Outcome outcome = something
                ? new Outcome(
                        searches.get(row).id(),
                        elite,
                        new InnerBest(1, 9, 20, 0.125),
                        List.of(other, elite),
                        List.of(elite, other, former))
                : new Outcome(searches.get(row).id(), null, null, List.of(), List.of());
        return new FinishedSearch(
                searches.get(row).task(),
                outcome,
                StopReason.STAGNATION,
                2,
                1L << 40,
                2,
                123_456_789_012L,
                new float[] {1, 2},
                new float[] {Float.NaN, 3});
    }
}
