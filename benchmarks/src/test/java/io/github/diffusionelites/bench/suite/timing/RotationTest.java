package io.github.diffusionelites.bench.suite.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RotationTest {

    private static final long CACHE = 60L << 20;
    private static final long PLENTY = 100L << 30;

    @Test
    void shouldExceedTheCacheTwice() {
        assertThat(Rotation.past(CACHE, 40L << 20, PLENTY).copies()).isEqualTo(3);
        assertThat(Rotation.past(CACHE, 60L << 20, PLENTY).copies()).isEqualTo(2);
    }

    @Test
    void shouldTakeTurnsEvenIfOneCopyExceedsTheCache() {
        assertThat(Rotation.past(CACHE, 8L << 30, PLENTY).copies()).isEqualTo(2);
    }

    @Test
    void shouldNotMakeManyCopiesOfWhatIsSmall() {
        assertThat(Rotation.past(CACHE, 1000, PLENTY).copies()).isEqualTo(4);
        assertThat(Rotation.past(CACHE, 0, PLENTY).copies()).isEqualTo(4);
    }

    @Test
    void shouldMakeNoCopyThatDoesNotFit() {
        assertThat(Rotation.past(CACHE, 8L << 30, 9L << 30).copies()).isEqualTo(1);
        assertThat(Rotation.past(CACHE, 30L << 20, 40L << 20).copies()).isEqualTo(2);
    }

    @Test
    void shouldGiveEveryCopyItsTurn() {
        assertThat(IntStream.range(0, 7).map(new Rotation(3)::turn)).containsExactly(0, 1, 2, 0, 1, 2, 0);
    }
}
