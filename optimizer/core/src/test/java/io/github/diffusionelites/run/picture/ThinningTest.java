package io.github.diffusionelites.run.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of a long series stays what a picture shows. */
class ThinningTest {

    @Test
    void shouldKeepAShortSeriesWhole() {
        assertThat(Thinning.of(40, 10, i -> i, i -> i % 2 == 0))
                .containsExactly(IntStream.range(0, 40).toArray());
        assertThat(Thinning.of(0, 10, i -> i, i -> true)).isEmpty();
    }

    @Test
    void shouldKeepTheEndsAndTheExtremesOfEachColumn() {
        double[] values = {5, 1, 9, 4, 5, 6, 0, 0, 0, 0, 3, 2, 1, 2, 3, 8, 7, 6};

        assertThat(Thinning.of(18, 3, i -> values[i], i -> true)).containsExactly(0, 1, 2, 5, 6, 10, 11, 12, 15, 17);
    }

    @Test
    void shouldKeepAPlaceWhereAColumnShowsNothing() {
        assertThat(Thinning.of(30, 3, i -> i, i -> i < 10 || i >= 25)).containsExactly(0, 9, 10, 25, 29);
    }

    @Test
    void shouldKeepTheExtremesOfALongSeries() {
        Random random = new Random(4);
        double[] values = random.doubles(1_000_003).toArray();

        int[] kept = Thinning.of(values.length, 660, i -> values[i], i -> true);

        assertThat(kept.length).isBetween(660 * 3, 660 * 4);
        assertThat(kept).isSorted().doesNotHaveDuplicates().contains(0, values.length - 1);
        double[] seen = Arrays.stream(kept).mapToDouble(i -> values[i]).toArray();
        assertThat(Arrays.stream(seen).min()).isEqualTo(Arrays.stream(values).min());
        assertThat(Arrays.stream(seen).max()).isEqualTo(Arrays.stream(values).max());
    }
}
