package io.github.diffusionelites.run.checkpoint;

import io.github.diffusionelites.search.ChampionCheckpoint;
import io.github.diffusionelites.search.InstanceCheckpoint;
import io.github.diffusionelites.search.ProposalCheckpoint;
import io.github.diffusionelites.search.SearchCheckpoint;
import io.github.diffusionelites.search.Sense;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a checkpoint that holds the searches: u64 seed, u32 population, u32 dimension, u32 generation,
 * u64 evaluations, u32 searches; of each search u32 id, u32 sense (0 maximise, 1 minimise), u32 kind of proposal (0 full,
 * 1 diagonal), its arrays, the champions (u32 generation, u32 individual, f32 reward, latent) after their number, the
 * elites' places and latents. Arrays follow after their u32 length; floats are raw bits.
 */
final class StateFormat {

    private static final int FULL = 0;
    private static final int DIAGONAL = 1;
    /** Id, sense, kind, and the lengths of two arrays, the champions, and two arrays. */
    private static final int LEAST_SEARCH = 8 * Integer.BYTES;

    private static final int LEAST_CHAMPION = 4 * Integer.BYTES;

    private StateFormat() {}

    static void write(ByteSink sink, SearchCheckpoint state) {
        sink.whole(state.seed())
                .integer(state.population())
                .integer(state.dimension())
                .integer(state.generation())
                .whole(state.evaluations())
                .integer(state.searches().size());
        for (InstanceCheckpoint search : state.searches()) {
            sink.integer(search.id()).integer(search.sense() == Sense.MAXIMIZE ? 0 : 1);
            switch (search.proposal()) {
                case ProposalCheckpoint.Full full ->
                    sink.integer(FULL)
                            .floats(full.mean())
                            .floats(full.covariance())
                            .floats(full.factor());
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
    }

    static SearchCheckpoint read(ByteSource source) {
        long seed = source.whole();
        int population = source.integer();
        int dimension = source.integer();
        int generation = source.integer();
        long evaluations = source.whole();
        List<InstanceCheckpoint> searches = new ArrayList<>();
        for (int left = source.count(LEAST_SEARCH); left > 0; left--) {
            searches.add(search(source));
        }
        try {
            return new SearchCheckpoint(seed, population, dimension, generation, evaluations, searches);
        } catch (IllegalArgumentException e) {
            throw new CheckpointFormatException("its counts make no sense", e);
        }
    }

    private static InstanceCheckpoint search(ByteSource source) {
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
