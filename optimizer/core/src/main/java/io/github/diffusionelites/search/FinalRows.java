package io.github.diffusionelites.search;

import io.github.diffusionelites.device.HostReward;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who stands in which row of a final round's program, which has equally many rows for each search. Rows that a search
 * does not need repeat its last entrant, and are zero where it has none; nobody reads them.
 */
final class FinalRows {

    private final int searches;
    private final int rows;
    private final int[] names;
    private final int[] places;
    private final int[] generations;
    private final int[] held;

    /** Makes a table without entrants; searches are called by their place. */
    FinalRows(int searches, int rows) {
        this.searches = searches;
        this.rows = rows;
        this.names = IntStream.range(0, searches).toArray();
        this.places = new int[searches * rows];
        this.generations = new int[searches * rows];
        this.held = new int[searches];
    }

    /** Returns a reward that sees entrants only, under the places that they had in the loop. */
    HostReward seenBy(HostReward reward) {
        return new HeldReward(reward, names, places, rows, held);
    }

    /** Returns how many rows of a search hold an entrant. */
    int held(int search) {
        return held[search];
    }

    /** Calls a search otherwise. */
    void name(int search, int name) {
        names[search] = name;
    }

    /**
     * Puts entrants into the rows of a program.
     *
     * @param entrants of each search, at most rows; there may be fewer searches than the program has
     */
    void write(List<List<Entrant>> entrants, FinalProgram program) {
        for (int b = 0; b < searches; b++) {
            List<Entrant> search = b < entrants.size() ? entrants.get(b) : List.of();
            held[b] = search.size();
            for (int i = 0; i < rows; i++) {
                Entrant entrant = search.isEmpty() ? null : search.get(Math.min(i, search.size() - 1));
                places[b * rows + i] = entrant == null ? 0 : entrant.individual();
                generations[b * rows + i] = entrant == null ? 0 : entrant.generation();
                if (entrant != null) {
                    // Row by row, as all of them may be more than an array holds.
                    program.latents.write(((long) b * rows + i) * entrant.latent().length, entrant.latent());
                }
            }
        }
        program.individuals.write(0, places);
        program.generations.write(0, generations);
    }

    /** Returns the entrants as they were decoded and scored. */
    List<List<Candidate>> candidates(List<List<Entrant>> entrants, FinalProgram program) {
        List<List<Candidate>> candidates = new ArrayList<>();
        for (int b = 0; b < entrants.size(); b++) {
            List<Candidate> search = new ArrayList<>();
            float[] scores = new float[rows];
            program.rewards.read((long) b * rows, scores);
            for (int i = 0; i < entrants.get(b).size(); i++) {
                Entrant entrant = entrants.get(b).get(i);
                float[] sample = new float[entrant.latent().length];
                program.samples.read(((long) b * rows + i) * sample.length, sample);
                search.add(
                        new Candidate(entrant.generation(), entrant.individual(), scores[i], entrant.latent(), sample));
            }
            candidates.add(search);
        }
        return candidates;
    }
}
