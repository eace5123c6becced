package io.github.diffusionelites.run.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a job file, so that a person can mend all of it at once. */
final class Problems {

    private static final int MOST_SHOWN = 20;

    private record Problem(int line, String sentence) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    /** Makes an empty collection for a file, by the name that a person gave it. */
    Problems(String file) {
        this.file = file;
    }

    /**
     * Adds a problem.
     *
     * @param line of the file, from 1
     * @param rest of a sentence that begins with the file and the line
     */
    void add(int line, String rest) {
        found.add(new Problem(line, file + ", line " + line + ": " + rest));
    }

    /** Ends the reading if there is a problem; the first line of the file comes first, and the first 20 are shown. */
    void throwIfAny() {
        if (!found.isEmpty()) {
            List<String> sentences = new ArrayList<>(found.stream()
                    .sorted(Comparator.comparingInt(Problem::line))
                    .map(Problem::sentence)
                    .limit(MOST_SHOWN)
                    .toList());
            if (found.size() > MOST_SHOWN) {
                sentences.add(file + ": there are " + (found.size() - MOST_SHOWN) + " more problems.");
            }
            throw new JobException(sentences);
        }
    }
}
