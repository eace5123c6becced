package io.github.diffusionelites.run.checkpoint;

import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.search.ChampionCheckpoint;
import io.github.diffusionelites.search.InstanceCheckpoint;
import io.github.diffusionelites.search.ProposalCheckpoint;
import io.github.diffusionelites.search.SearchCheckpoint;
import io.github.diffusionelites.search.Sense;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of a checkpoint that holds the searches: u64 seed, u32 population, u32 dimension, u32 generation,
 * u64 evaluations, the calls of a reward computed by Java (u64 evaluated, u64 failed, u64 timed out, u64 retries,
 * u64 NaNs, u32 abandoned threads, u32 1 and the words of the first failure or u32 0), u32 searches; of each search
 * u32 id, u32 sense (0 maximise, 1 minimise), u32 kind of proposal (0 full, 1 diagonal), its arrays, the champions
 * (u32 generation, u32 individual, f32 reward, latent) after their number, the elites' places and latents. Arrays
 * follow after their u32 length; floats are raw bits.
 */
final class StateFormat {

    private static final int FULL = 0;
    private static final int DIAGONAL = 1;
    /** Id, sense, kind, and the lengths of two arrays, the champions, and two arrays. */
    private static final int LEAST_SEARCH = 8 * Integer.BYTES;

    private static final int LEAST_CHAMPION = 4 * Integer.BYTES;

    private StateFormat() {}

    static void write(ByteSink sink, SearchCheckpoint state) throws IOException {
        sink.whole(state.seed())
                .integer(state.population())
                .integer(state.dimension())
                .integer(state.generation())
                .whole(state.evaluations());
        hostRewards(sink, state.hostRewards());
        sink.integer(state.searches().size());
        for (InstanceCheckpoint search : state.searches()) {
            write(sink, search);
        }
    }

    /** Writes what one search has found. */
    static void write(ByteSink sink, InstanceCheckpoint search) throws IOException {
        sink.integer(search.id()).integer(search.sense() == Sense.MAXIMIZE ? 0 : 1);
        switch (search.proposal()) {
            case ProposalCheckpoint.Full full ->
                sink.integer(FULL).floats(full.mean()).floats(full.covariance()).floats(full.factor());
            case ProposalCheckpoint.Diagonal diagonal ->
                sink.integer(DIAGONAL).floats(diagonal.mean()).floats(diagonal.deviation());
        }
        sink.integer(search.champions().size());
        for (ChampionCheckpoint champion : search.champions()) {
            sink.integer(champion.generation())
                    .integer(champion.individual())
                    .single(champion.reward())
                    .floats(champion.latent());
        }
        sink.integers(search.elites()).floats(search.eliteLatents());
    }

    private static void hostRewards(ByteSink sink, HostRewardReport report) throws IOException {
        sink.whole(report.evaluated())
                .whole(report.failed())
                .whole(report.timedOut())
                .whole(report.retries())
                .whole(report.nans())
                .integer(report.abandonedThreads())
                .integer(report.firstFailure() == null ? 0 : 1);
        if (report.firstFailure() != null) {
            sink.text(words(report.firstFailure()));
        }
    }

    /** A failure of a strange class must not keep the run from being written. */
    private static String words(Throwable failure) {
        try {
            return Objects.requireNonNull(failure.toString());
        } catch (RuntimeException e) {
            return failure.getClass().getName();
        }
    }

    static SearchCheckpoint read(ByteSource source) {
        long seed = source.whole();
        int population = source.integer();
        int dimension = source.integer();
        int generation = source.integer();
        long evaluations = source.whole();
        HostRewardReport hostRewards = hostRewards(source);
        List<InstanceCheckpoint> searches = new ArrayList<>();
        for (int left = source.count(LEAST_SEARCH); left > 0; left--) {
            searches.add(search(source));
        }
        try {
            return new SearchCheckpoint(seed, population, dimension, generation, evaluations, hostRewards, searches);
        } catch (IllegalArgumentException e) {
            throw new CheckpointFormatException("its counts make no sense", e);
        }
    }

    private static HostRewardReport hostRewards(ByteSource source) {
        return new HostRewardReport(
                source.whole(),
                source.whole(),
                source.whole(),
                source.whole(),
                source.whole(),
                source.integer(),
                firstFailure(source));
    }

    private static @Nullable Throwable firstFailure(ByteSource source) {
        return switch (source.integer()) {
            case 0 -> null;
            case 1 -> new FormerFailure(source.text());
            default -> throw new CheckpointFormatException("it is unknown whether a reward failed in it");
        };
    }

    /** Reads what one search has found. */
    static InstanceCheckpoint search(ByteSource source) {
        int id = source.integer();
        Sense sense = switch (source.integer()) {
            case 0 -> Sense.MAXIMIZE;
            case 1 -> Sense.MINIMIZE;
            default -> throw new CheckpointFormatException("the sense of a search in it is unknown");
        };
        ProposalCheckpoint proposal = switch (source.integer()) {
            case FULL -> new ProposalCheckpoint.Full(source.floats(), source.floats(), source.floats());
            case DIAGONAL -> new ProposalCheckpoint.Diagonal(source.floats(), source.floats());
            default -> throw new CheckpointFormatException("the kind of a proposal in it is unknown");
        };
        List<ChampionCheckpoint> champions = new ArrayList<>();
        for (int left = source.count(LEAST_CHAMPION); left > 0; left--) {
            champions.add(new ChampionCheckpoint(source.integer(), source.integer(), source.single(), source.floats()));
        }
        return new InstanceCheckpoint(id, sense, proposal, champions, source.integers(), source.floats());
    }
}
