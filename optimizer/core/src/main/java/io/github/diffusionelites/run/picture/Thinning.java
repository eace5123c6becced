package io.github.diffusionelites.run.picture;

import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Chooses, of a series that is longer than a picture is wide, the points that can be seen: in each column the first, the
 * lowest, the highest and the last (M4; Jugel, Jerzak, Hackenbroich and Markl 2014).
 */
final class Thinning {

    private static final int OF_A_COLUMN = 4;

    private Thinning() {}

    /**
     * Returns ascending places in a series: all of them if they are few; of a column that shows nothing its first.
     *
     * @param count of points
     * @param columns of the picture
     * @param value of a point that is shown
     * @param shown whether a point is
     */
    static int[] of(int count, int columns, IntToDoubleFunction value, IntPredicate shown) {
        if (count <= OF_A_COLUMN * columns) {
            return IntStream.range(0, count).toArray();
        }
        return IntStream.range(0, columns)
                .flatMap(column -> {
                    int begin = (int) ((long) column * count / columns);
                    int end = (int) ((column + 1L) * count / columns);
                    return ofColumn(begin, end, value, shown);
                })
                .toArray();
    }

    private static IntStream ofColumn(int begin, int end, IntToDoubleFunction value, IntPredicate shown) {
        int[] here = IntStream.range(begin, end).filter(shown).toArray();
        if (here.length == 0) {
            return IntStream.of(begin);
        }
        int lowest = here[0];
        int highest = here[0];
        for (int i : here) {
            lowest = value.applyAsDouble(i) < value.applyAsDouble(lowest) ? i : lowest;
            highest = value.applyAsDouble(i) > value.applyAsDouble(highest) ? i : highest;
        }
        return IntStream.of(here[0], lowest, highest, here[here.length - 1])
                .sorted()
                .distinct();
    }
}
