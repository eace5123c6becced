package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.DiffusionDecoder;
import io.github.diffusionelites.model.DiffusionModel;
import io.github.diffusionelites.model.RandomModel;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.sampler.DdimSettings;
import io.github.diffusionelites.sampler.NoiseSchedule;
import io.github.diffusionelites.support.DeviceUnderTest;
import io.github.diffusionelites.support.LinearDenoiser;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Same job, same bits: the whole of a search as one digest, however often and by whatever plan it is run. */
class DeterminismTest {

    private static final int REPETITIONS = 20;
    private static final int[] LANES = {1, 2, 4};
    private static final int[] CHUNKS = {1, 7, 16, 0};
    private static final int SEARCHES = 1024;
    private static final Reward.BuiltIn GOAL = Reward.of(Term.goalDistance(1, 0.5, -0.25));

    private static Device device;

    @BeforeAll
    static void open() {
        device = DeviceUnderTest.open();
    }

    @AfterAll
    static void close() {
        device.close();
    }

    @Test
    void shouldGiveOneDigestWhateverLanesAndChunks(@TempDir Path directory) throws Exception {
        Decoder network = DiffusionModel.load(RandomModel.write(directory, RandomModel.small(), 3))
                .decoder(0.5);
        SearchSettings settings = settings(30, 10);
        List<SearchInstance> two =
                List.of(SearchInstance.of(11, settings, GOAL), SearchInstance.of(12, settings, GOAL));
        Map<String, String> plans = new HashMap<>();
        for (int lanes : LANES) {
            for (int chunk : CHUNKS) {
                try (DiffusionElites search = search(network, settings, two, new PlanOptions(chunk, lanes))) {
                    SearchCheckpoint start = search.checkpoint();
                    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
                        search.resume(start);
                        plans.putIfAbsent(
                                digest(search, 0, 1), lanes + " lanes, chunk " + chunk + ", repetition " + repetition);
                    }
                }
            }
        }
        assertThat(plans).as("digest and the first plan that gave it").hasSize(1);
    }

    /** Programs are compiled anew each time, so that nothing of a former one can help. */
    @Test
    void shouldGiveOneDigestInSearchesOfTheirOwn() throws Exception {
        SearchSettings settings = settings(48, 12);
        List<SearchInstance> one = List.of(SearchInstance.of(37, settings, GOAL));
        Map<String, String> plans = new HashMap<>();
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            for (int lanes : LANES) {
                int chunk = CHUNKS[repetition % CHUNKS.length];
                try (DiffusionElites search = search(linear(), settings, one, new PlanOptions(chunk, lanes))) {
                    plans.putIfAbsent(digest(search, 0), lanes + " lanes, chunk " + chunk);
                }
            }
        }
        assertThat(plans).hasSize(1);
    }

    @Test
    void shouldGiveEachOfManySearchesTheBitsThatItGivesAlone() throws Exception {
        SearchSettings settings = settings(64, 8);
        List<SearchInstance> batch = IntStream.range(0, SEARCHES)
                .mapToObj(b -> SearchInstance.of(5000 + b, settings, GOAL))
                .toList();
        Map<Integer, String> together = new HashMap<>();
        try (DiffusionElites search = search(linear(), settings, batch, PlanOptions.AUTO)) {
            SearchResult result = search.run(report -> {});
            SearchCheckpoint end = search.checkpoint();
            for (int b = 0; b < SEARCHES; b++) {
                together.put(b, digest(result, end, b));
            }
        }
        assertThat(together.values()).doesNotHaveDuplicates();
        for (int b = 0; b < SEARCHES; b++) {
            try (DiffusionElites search = search(linear(), settings, List.of(batch.get(b)), PlanOptions.AUTO)) {
                assertThat(digest(search, 0)).as("search %d", batch.get(b).id()).isEqualTo(together.get(b));
            }
        }
    }

    private static SearchSettings settings(int population, int elites) {
        return SearchSettings.builder()
                .population(population)
                .elites(elites)
                .sense(Sense.MINIMIZE)
                .seed(99)
                .finalists(2)
                .proposal(new ProposalSettings.Full(1e-2))
                .fidelity(FidelitySchedule.of(new Stage(1, 2), new Stage(2, 1)))
                .build();
    }

    private static Decoder linear() {
        NoiseSchedule schedule = NoiseSchedule.cosine(1000);
        return new DiffusionDecoder(
                LinearDenoiser.gaussian(2, 3, schedule, 0, 0.5),
                schedule,
                DdimSettings.standard(0.5),
                List.of(0.1, 0.2),
                List.of(1.0, 0.5));
    }

    private static DiffusionElites search(
            Decoder decoder, SearchSettings settings, List<SearchInstance> instances, PlanOptions options) {
        return DiffusionElites.on(device)
                .decoder(decoder)
                .reward(GOAL)
                .settings(settings)
                .instances(instances)
                .planOptions(options)
                .build();
    }

    private static String digest(DiffusionElites search, int... places) throws Exception {
        SearchResult result = search.run(report -> {});
        SearchCheckpoint end = search.checkpoint();
        StringBuilder digests = new StringBuilder();
        for (int place : places) {
            digests.append(digest(result, end, place));
        }
        return digests.toString();
    }

    /** Digests proposal, elites and finalists of one search. */
    private static String digest(SearchResult result, SearchCheckpoint end, int place) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ProposalCheckpoint.Full proposal =
                (ProposalCheckpoint.Full) end.searches().get(place).proposal();
        update(digest, proposal.mean());
        update(digest, proposal.covariance());
        update(digest, proposal.factor());
        Outcome outcome = result.outcomes().get(place);
        digest.update(outcome.innerBest().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (List<Candidate> candidates : List.of(outcome.elites(), outcome.finalists())) {
            for (Candidate candidate : candidates) {
                digest.update(ByteBuffer.allocate(16)
                        .putInt(candidate.generation())
                        .putInt(candidate.individual())
                        .putDouble(candidate.reward())
                        .flip());
                update(digest, candidate.latent());
                update(digest, candidate.sample());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
        bytes.asFloatBuffer().put(values);
        digest.update(bytes);
    }
}
