package io.github.diffusionelites.cuda;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How work is shared out to threads, blocks and graphs. Results do not depend on it; tests show that with other numbers
 * than the usual ones.
 *
 * @param threads of a block where a kernel does not fix them: whole warps, at most 256
 * @param blocks of a grid at most; beyond them threads take turns
 * @param nodes of a graph at most, beyond which another one begins
 */
record Geometry(int threads, long blocks, int nodes) {

    /** System property for tests: three numbers with commas between them, the usual ones where it is not set. */
    static final String PROPERTY = "elites.cuda.geometry";

    /** Enough blocks for every multiprocessor to choose from. */
    static final Geometry USUAL = new Geometry(256, 1 << 16, 8192);

    private static final int WARP = 32;
    private static final int MOST_THREADS = 256;

    Geometry {
        if (threads < WARP || threads > MOST_THREADS || threads % WARP != 0 || blocks < 1 || nodes < 1) {
            throw new IllegalArgumentException("A launch geometry has whole warps of threads, at most " + MOST_THREADS
                    + ", and at least one block and one node, but was given " + threads + " threads, " + blocks
                    + " blocks and " + nodes + " nodes.");
        }
    }

    /**
     * Returns what the system property says.
     *
     * @throws IllegalArgumentException if it is set to something else than three numbers in range
     */
    static Geometry chosen() {
        String text = System.getProperty(PROPERTY);
        if (text == null) {
            return USUAL;
        }
        try {
            int[] numbers = Arrays.stream(text.split(",", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            if (numbers.length == 3) {
                return new Geometry(numbers[0], numbers[1], numbers[2]);
            }
        } catch (NumberFormatException e) {
            throw notNumbers(text, e);
        }
        throw notNumbers(text, null);
    }

    private static IllegalArgumentException notNumbers(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "The system property " + PROPERTY + " must be three numbers as in 256,65536,8192, but is " + text + ".",
                cause);
    }
}
