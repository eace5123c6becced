package io.github.diffusionelites.batch.worker;

import io.github.diffusionelites.run.checkpoint.ByteSink;
import io.github.diffusionelites.run.checkpoint.ByteSource;
import io.github.diffusionelites.run.checkpoint.CheckpointFormatException;
import io.github.diffusionelites.search.Candidate;
import io.github.diffusionelites.search.FinishedSearch;
import io.github.diffusionelites.search.InnerBest;
import io.github.diffusionelites.search.Outcome;
import io.github.diffusionelites.search.SearchTask;
import io.github.diffusionelites.search.StopReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a search found, as bytes: u32 reason, u32 generations, u64 evaluations, u64 NaNs, u64 nanoseconds, best reward and
 * elites' mean of each generation; u32 1 and the best of the loop (u32 generation, u32 individual, u32 steps, f64 reward)
 * or u32 0; the finalists, best first, after their number: u32 1 for an elite, u32 generation, u32 individual, f64
 * reward, latent, sample.
 */
final class FoundFormat {

    private static final int LEAST_CANDIDATE = 5 * Integer.BYTES + Double.BYTES;

    private FoundFormat() {}

    static void write(ByteSink sink, FinishedSearch search) throws IOException {
        Outcome outcome = search.outcome();
        sink.integer(search.reason().ordinal())
                .integer(search.generations())
                .whole(search.evaluations())
                .whole(search.nans())
                .whole(search.nanoseconds())
                .floats(search.best())
                .floats(search.eliteMean());
        InnerBest inner = outcome.innerBest();
        sink.integer(inner == null ? 0 : 1);
        if (inner != null) {
            sink.integer(inner.generation())
                    .integer(inner.individual())
                    .integer(inner.steps())
                    .number(inner.reward());
        }
        Set<Candidate> elites = new HashSet<>(outcome.elites());
        sink.integer(outcome.finalists().size());
        for (Candidate candidate : outcome.finalists()) {
            sink.integer(elites.contains(candidate) ? 1 : 0)
                    .integer(candidate.generation())
                    .integer(candidate.individual())
                    .number(candidate.reward())
                    .floats(candidate.latent())
                    .floats(candidate.sample());
        }
    }

    static FinishedSearch read(ByteSource source, SearchTask task) {
        StopReason reason = reason(source.integer());
        int generations = source.integer();
        long evaluations = source.whole();
        long nans = source.whole();
        long nanoseconds = source.whole();
        float[] best = source.floats();
        float[] eliteMean = source.floats();
        Outcome outcome = outcome(source, task.id());
        return new FinishedSearch(task, outcome, reason, generations, evaluations, nans, nanoseconds, best, eliteMean);
    }

    private static StopReason reason(int place) {
        if (place < 0 || place >= StopReason.values().length) {
            throw new CheckpointFormatException("why a search ended is unknown");
        }
        return StopReason.values()[place];
    }

    private static Outcome outcome(ByteSource source, int id) {
        @Nullable
        InnerBest inner = source.integer() == 1
                ? new InnerBest(source.integer(), source.integer(), source.integer(), source.number())
                : null;
        List<Candidate> elites = new ArrayList<>();
        List<Candidate> finalists = new ArrayList<>();
        for (int left = source.count(LEAST_CANDIDATE); left > 0; left--) {
            boolean elite = source.integer() == 1;
            Candidate candidate = new Candidate(
                    source.integer(), source.integer(), source.number(), source.floats(), source.floats());
            finalists.add(candidate);
            if (elite) {
                elites.add(candidate);
            }
        }
        elites.sort(Comparator.comparingInt(Candidate::individual));
        @Nullable
        Candidate best =
                finalists.isEmpty() || Double.isNaN(finalists.getFirst().reward()) ? null : finalists.getFirst();
        return new Outcome(id, best, inner, elites, finalists);
    }
}
