package io.github.diffusionelites.run;

import io.github.diffusionelites.search.Candidate;
import io.github.diffusionelites.search.Outcome;
import java.util.Arrays;
import java.util.List;

/** Writes the samples that a run found as arrays. */
final class RunArrays {

    private final RunDirectory directory;
    private final int channels;
    private final int length;

    /** Writes samples of this shape. */
    RunArrays(RunDirectory directory, int channels, int length) {
        this.directory = directory;
        this.channels = channels;
        this.length = length;
    }

    /**
     * Writes the best sample and the elites of the best search, and the best of each search where there are several. A
     * search without a best one has NaN there.
     */
    void write(List<Outcome> outcomes, Outcome best) {
        best.winner()
                .ifPresent(candidate ->
                        NpyFile.write(directory.file(RunDirectory.BEST), candidate.sample(), channels, length));
        if (!best.elites().isEmpty()) {
            NpyFile.write(
                    directory.file(RunDirectory.ELITES),
                    samples(best.elites()),
                    best.elites().size(),
                    channels,
                    length);
        }
        if (outcomes.size() > 1) {
            float[] all = new float[outcomes.size() * channels * length];
            Arrays.fill(all, Float.NaN);
            for (int i = 0; i < outcomes.size(); i++) {
                int place = i * channels * length;
                outcomes.get(i)
                        .winner()
                        .ifPresent(candidate -> System.arraycopy(candidate.sample(), 0, all, place, channels * length));
            }
            NpyFile.write(directory.file(RunDirectory.BESTS), all, outcomes.size(), channels, length);
        }
    }

    /** Returns samples one after the other; of nobody, none. */
    static float[] samples(List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return new float[0];
        }
        int width = candidates.getFirst().sample().length;
        float[] all = new float[candidates.size() * width];
        for (int i = 0; i < candidates.size(); i++) {
            System.arraycopy(candidates.get(i).sample(), 0, all, i * width, width);
        }
        return all;
    }
}
