package io.github.diffusionelites.batch.store;

import io.github.diffusionelites.search.Candidate;
import io.github.diffusionelites.search.Outcome;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the arrays hold of one search; NaN where there is nothing. */
final class ResultRow {

    private final ResultShape shape;
    private final @Nullable Candidate best;
    private final List<Candidate> elites;

    ResultRow(ResultShape shape, Outcome outcome) {
        this.shape = shape;
        this.best = outcome.best();
        this.elites = kept(outcome, shape.keptElites());
    }

    /** Who it was. */
    private record Place(int generation, int individual) {

        static Place of(Candidate candidate) {
            return new Place(candidate.generation(), candidate.individual());
        }
    }

    /** Returns the elites; of too many the best, whom the order of the finalists tells. */
    private static List<Candidate> kept(Outcome outcome, int most) {
        List<Candidate> all = outcome.elites();
        if (all.size() <= most) {
            return all;
        }
        List<Place> ranks = outcome.finalists().stream().map(Place::of).toList();
        Set<Place> elites = new HashSet<>(all.stream().map(Place::of).toList());
        Set<Place> kept = new HashSet<>(
                ranks.stream().filter(elites::contains).limit(most).toList());
        return all.stream().filter(elite -> kept.contains(Place.of(elite))).toList();
    }

    /** Returns the floats of one array. */
    float[] of(ResultKind kind) {
        float[] values = new float[kind.width(shape)];
        Arrays.fill(values, Float.NaN);
        switch (kind) {
            case BEST -> copy(best == null ? new float[0] : best.sample(), values, 0);
            case BEST_LATENTS -> copy(best == null ? new float[0] : best.latent(), values, 0);
            case ELITES -> {
                for (int i = 0; i < elites.size(); i++) {
                    copy(elites.get(i).sample(), values, i * shape.sample());
                }
            }
            case ELITE_REWARDS -> {
                for (int i = 0; i < elites.size(); i++) {
                    values[i] = (float) elites.get(i).reward();
                }
            }
        }
        return values;
    }

    private static void copy(float[] from, float[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
    }
}
