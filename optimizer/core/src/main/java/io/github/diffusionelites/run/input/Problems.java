package io.github.diffusionelites.run.input;

import io.github.diffusionelites.run.job.JobException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a file, so that a person can mend all of it at once. */
public final class Problems {

    private static final int MOST_SHOWN = 20;
    /** Of more only the first are kept: a table may have as many mistakes as cells. */
    private static final int MOST_KEPT = 4096;

    private record Problem(long place, String sentence) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private long dropped;

    /** Makes an empty collection for a file, by the name that a person gave it. */
    public Problems(String file) {
        this.file = file;
    }

    /**
     * Adds a problem.
     *
     * @param line of the file, from 1
     * @param rest of a sentence that begins with the file and the line
     */
    public void add(int line, String rest) {
        add(line, "line " + line, rest);
    }

    /**
     * Adds a problem of a place that is not a line.
     *
     * @param order of the place in the file
     * @param place in words, without the file
     * @param rest of a sentence that begins with the file and the place
     */
    public void add(long order, String place, String rest) {
        found.add(new Problem(order, file + ", " + place + ": " + rest));
        if (found.size() > MOST_KEPT) {
            found.sort(Comparator.comparingLong(Problem::place));
            dropped += found.size() - MOST_SHOWN;
            found.subList(MOST_SHOWN, found.size()).clear();
        }
    }

    /** Returns whether there is none. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Ends the reading if there is a problem; the first line of the file comes first, and the first 20 are shown. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            List<String> sentences = new ArrayList<>(found.stream()
                    .sorted(Comparator.comparingLong(Problem::place))
                    .map(Problem::sentence)
                    .limit(MOST_SHOWN)
                    .toList());
            long more = dropped + found.size() - sentences.size();
            if (more > 0) {
                sentences.add(file + ": there are " + more + " more problems.");
            }
            throw new JobException(sentences);
        }
    }
}
