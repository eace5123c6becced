package io.github.diffusionelites.run.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AxisTest {

    @Test
    void shouldMapLinearly() {
        Axis axis = Axis.linear(-1, 3, 100, 20);

        assertThat(axis.pixel(-1)).isEqualTo(100);
        assertThat(axis.pixel(3)).isEqualTo(20);
        assertThat(axis.pixel(0)).isCloseTo(80, within(1e-9));
    }

    @Test
    void shouldMapLogarithmically() {
        Axis axis = new Axis(0.01, 100, 0, 40, true);

        assertThat(axis.pixel(0.1)).isCloseTo(10, within(1e-9));
        assertThat(axis.pixel(10)).isCloseTo(30, within(1e-9));
    }

    @Test
    void shouldMarkRoundNumbers() {
        assertThat(Axis.linear(-0.31, 0.52, 0, 1).ticks(5))
                .extracting(Axis.Tick::label)
                .containsExactly("-0.2", "0.0", "0.2", "0.4");
        assertThat(Axis.linear(0, 9, 0, 1).ticks(9))
                .extracting(Axis.Tick::label)
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void shouldMarkDecades() {
        assertThat(new Axis(0.004, 0.3, 0, 1, true).ticks(6))
                .extracting(Axis.Tick::label)
                .containsExactly("0.005", "0.01", "0.02", "0.05", "0.1", "0.2");
        assertThat(new Axis(1e-7, 1e3, 0, 1, true).ticks(5))
                .extracting(Axis.Tick::label)
                .containsExactly("1e-7", "1e-5", "0.001", "0.1", "10", "1000");
    }

    @Test
    void shouldMarkFewerNumbersOfADecadeWhereThereAreMany() {
        assertThat(new Axis(8e-5, 0.32, 0, 1, true).ticks(7))
                .extracting(Axis.Tick::label)
                .containsExactly("0.0001", "0.0003", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3");
    }

    @Test
    void shouldRefuseAnEmptyRange() {
        assertThatThrownBy(() -> Axis.linear(1, 1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Axis(0, 1, 0, 1, true)).isInstanceOf(IllegalArgumentException.class);
    }
}
