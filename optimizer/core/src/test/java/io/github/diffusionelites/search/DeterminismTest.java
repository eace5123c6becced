package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.DiffusionDecoder;
import io.github.diffusionelites.model.DiffusionModel;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.model.ModelConfig;
import io.github.diffusionelites.model.RandomModel;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.sampler.DdimSettings;
import io.github.diffusionelites.sampler.NoiseSchedule;
import io.github.diffusionelites.support.DeviceUnderTest;
import io.github.diffusionelites.support.LinearDenoiser;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Same job, same bits: the whole of a search as one digest, however often and by whatever plan it is run. */
class DeterminismTest {

    private static final int REPETITIONS = 20;
    private static final int[] LANES = {1, 2, 4};
    /** Whole tiles of the device, so that each is a chunk of its own size. */
    private static final int[] CHUNKS = {16, 32, 64, 128};
    /** With two searches of these, the largest chunks are two, and the last chunk of each size is not full. */
    private static final int POPULATION = 108;
    /** The native device shares the selection of a search among its lanes from 131,072 individuals on. */
    private static final int SHARED = 150_000;

    private static final int SEARCHES = 1024;
    private static final Reward.BuiltIn GOAL = Reward.of(Term.goalDistance(1, 0.5, -0.25));

    /** All that a run tells and leaves. */
    private record Trace(List<GenerationReport> reports, SearchResult result, SearchCheckpoint end) {}

    @Test
    void shouldGiveOneDigestWhateverLanesAndChunks(@TempDir Path directory) throws Exception {
        ModelConfig tiny = RandomModel.config(4, List.of(1, 2), 2, 4, 2, 1, 4, true);
        Decoder network =
                DiffusionModel.load(RandomModel.write(directory, tiny, 3)).decoder(0.5);
        SearchSettings settings = settings(POPULATION, 20, new ProposalSettings.Full(1e-2));
        List<SearchInstance> two =
                List.of(SearchInstance.of(11, settings, GOAL), SearchInstance.of(12, settings, GOAL));
        Set<List<Integer>> plans = new HashSet<>();
        Map<String, String> digests = new HashMap<>();
        for (int lanes : LANES) {
            try (Device device = DeviceUnderTest.openWithLanes(lanes)) {
                for (int chunk : CHUNKS) {
                    try (DiffusionElites search =
                            search(device, network, settings, two, new PlanOptions(chunk, lanes))) {
                        Plan plan = search.plan();
                        assertThat(plan.chunks()).isEqualTo(Math.ceilDiv(2 * POPULATION, chunk));
                        plans.add(List.of(plan.lanes(), plan.chunkRows()));
                        SearchCheckpoint start = search.checkpoint();
                        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
                            search.resume(start);
                            digests.putIfAbsent(digest(search, 0, 1), plan + ", repetition " + repetition);
                        }
                    }
                }
            }
        }
        requireAll(plans);
        assertThat(digests).as("digest and the first plan that gave it").hasSize(1);
    }

    /** Devices are opened and programs compiled anew each time, so that nothing of a former one can help. */
    @Test
    void shouldGiveOneDigestInSearchesOfTheirOwn() throws Exception {
        SearchSettings settings = settings(2 * POPULATION, 50, new ProposalSettings.Full(1e-2));
        List<SearchInstance> one = List.of(SearchInstance.of(37, settings, GOAL));
        Set<List<Integer>> plans = new HashSet<>();
        Map<String, String> digests = new HashMap<>();
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            for (int lanes : LANES) {
                int chunk = CHUNKS[repetition % CHUNKS.length];
                try (Device device = DeviceUnderTest.openWithLanes(lanes);
                        DiffusionElites search =
                                search(device, linear(), settings, one, new PlanOptions(chunk, lanes))) {
                    Plan plan = search.plan();
                    plans.add(List.of(plan.lanes(), plan.chunkRows()));
                    digests.putIfAbsent(digest(search, 0), plan.toString());
                }
            }
        }
        requireAll(plans);
        assertThat(digests).as("digest and the first plan that gave it").hasSize(1);
    }

    /** Selection, moments and covariance of one search, which all lanes of a device work on whatever the plan. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveOneDigestWhereLanesShareTheSelection(boolean full) throws Exception {
        SearchSettings settings =
                settings(SHARED, SHARED / 10, full ? new ProposalSettings.Full(1e-2) : new ProposalSettings.Diagonal());
        List<SearchInstance> one = List.of(SearchInstance.of(5, settings, GOAL));
        Map<String, String> digests = new HashMap<>();
        for (int lanes : LANES) {
            try (Device device = DeviceUnderTest.openWithLanes(lanes);
                    DiffusionElites search =
                            search(device, new IdentityDecoder(2, 10), settings, one, PlanOptions.AUTO)) {
                assertThat(search.plan().lanes()).isEqualTo(lanes);
                SearchCheckpoint start = search.checkpoint();
                for (int repetition = 0; repetition < 2; repetition++) {
                    search.resume(start);
                    digests.putIfAbsent(digest(search, 0), lanes + " lanes, repetition " + repetition);
                }
            }
        }
        assertThat(digests).as("digest and the first lanes that gave it").hasSize(1);
    }

    @Test
    void shouldGiveEachOfManySearchesTheBitsThatItGivesAlone() throws Exception {
        SearchSettings settings = settings(64, 8, new ProposalSettings.Full(1e-2));
        List<SearchInstance> batch = IntStream.range(0, SEARCHES)
                .mapToObj(b -> SearchInstance.of(5000 + b, settings, GOAL))
                .toList();
        Map<Integer, String> together = new HashMap<>();
        try (Device device = DeviceUnderTest.open()) {
            try (DiffusionElites search = search(device, linear(), settings, batch, PlanOptions.AUTO)) {
                Trace trace = trace(search);
                for (int b = 0; b < SEARCHES; b++) {
                    together.put(b, digest(trace, b));
                }
            }
            assertThat(together.values()).doesNotHaveDuplicates();
            for (int b = 0; b < SEARCHES; b++) {
                try (DiffusionElites search =
                        search(device, linear(), settings, List.of(batch.get(b)), PlanOptions.AUTO)) {
                    assertThat(digest(search, 0))
                            .as("search %d", batch.get(b).id())
                            .isEqualTo(together.get(b));
                }
            }
        }
    }

    private static void requireAll(Set<List<Integer>> plans) {
        List<List<Integer>> expected = new ArrayList<>();
        for (int lanes : LANES) {
            for (int chunk : CHUNKS) {
                expected.add(List.of(lanes, chunk));
            }
        }
        assertThat(plans).as("lanes and chunk rows").containsExactlyInAnyOrderElementsOf(expected);
    }

    private static SearchSettings settings(int population, int elites, ProposalSettings proposal) {
        return SearchSettings.builder()
                .population(population)
                .elites(elites)
                .sense(Sense.MINIMIZE)
                .seed(99)
                .finalists(2)
                .proposal(proposal)
                .fidelity(FidelitySchedule.of(new Stage(1, 1), new Stage(2, 1)))
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
            Device device,
            Decoder decoder,
            SearchSettings settings,
            List<SearchInstance> instances,
            PlanOptions options) {
        return DiffusionElites.on(device)
                .decoder(decoder)
                .reward(GOAL)
                .settings(settings)
                .instances(instances)
                .planOptions(options)
                .build();
    }

    private static Trace trace(DiffusionElites search) {
        List<GenerationReport> reports = new ArrayList<>();
        SearchResult result = search.run(reports::add);
        return new Trace(reports, result, search.checkpoint());
    }

    private static String digest(DiffusionElites search, int... places) throws Exception {
        Trace trace = trace(search);
        StringBuilder digests = new StringBuilder();
        for (int place : places) {
            digests.append(digest(trace, place));
        }
        return digests.toString();
    }

    /** Digests figures of all generations, proposal, elites and finalists of one search. */
    private static String digest(Trace trace, int place) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (GenerationReport report : trace.reports()) {
            update(digest, report.searches().get(place).toString());
        }
        ProposalCheckpoint proposal = trace.end().searches().get(place).proposal();
        update(digest, proposal.mean());
        switch (proposal) {
            case ProposalCheckpoint.Full full -> {
                update(digest, full.covariance());
                update(digest, full.factor());
            }
            case ProposalCheckpoint.Diagonal diagonal -> update(digest, diagonal.deviation());
        }
        Outcome outcome = trace.result().outcomes().get(place);
        update(digest, outcome.innerBest().toString());
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

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void update(MessageDigest digest, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
        bytes.asFloatBuffer().put(values);
        digest.update(bytes);
    }
}
