package io.github.diffusionelites.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ShapeTest {

    @Test
    void shouldCountElements() {
        assertThat(Shape.of(2, 3, 5).elements()).isEqualTo(30);
        assertThat(Shape.of(1L << 31, 1L << 31).elements()).isEqualTo(1L << 62);
        assertThat(Shape.of().elements()).isEqualTo(1);
    }

    @Test
    void shouldBeEqualToTheSameDimensionsOnly() {
        assertThat(Shape.of(2, 3))
                .isEqualTo(Shape.of(2, 3))
                .hasSameHashCodeAs(Shape.of(2, 3))
                .hasToString("[2, 3]");
        assertThat(Shape.of(2, 3)).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo(Shape.of(2, 3, 1));
    }

    @Test
    void shouldNotChangeWithTheArrayItWasMadeOf() {
        long[] dimensions = {2, 3};
        Shape shape = Shape.of(dimensions);
        dimensions[0] = 7;
        assertThat(shape.dimension(0)).isEqualTo(2);
    }

    @Test
    void shouldRefuseEmptyAndOverflowingShapes() {
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(3, 0)).withMessageContaining("[3, 0]");
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(-1)).withMessageContaining("[-1]");
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Shape.of(1L << 32, 1L << 31));
    }

    @Test
    void shouldKeepConstantsFromChanging() {
        float[] values = {1, 2};
        Constant constant = Constant.of(values, 2);
        values[0] = 9;
        constant.values()[1] = 9;
        assertThat(constant.values()).containsExactly(1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Constant.of(values, 3))
                .withMessageContaining("[3]")
                .withMessageContaining("2");
    }

    @Test
    void shouldCountThePositionsOfAConvolution() {
        Constant weight = Constant.of(new float[3], 1, 1, 3);
        assertThat(new Convolution1d(weight, null, 1, 1, false).outLength(8)).isEqualTo(8);
        assertThat(new Convolution1d(weight, null, 2, 1, false).outLength(8)).isEqualTo(4);
        assertThat(new Convolution1d(weight, null, 2, 1, false).outLength(7)).isEqualTo(4);
        assertThat(new Convolution1d(weight, null, 1, 1, true).outLength(8)).isEqualTo(16);
        assertThat(new Convolution1d(weight, null, 1, 0, false).outLength(3)).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Convolution1d(weight, null, 1, 0, false).outLength(2))
                .withMessageContaining("length 2");
    }

    @Test
    void shouldCountChunks() {
        assertThat(new Plan(17, 8, 1, 0, 0, Precision.FLOAT32).chunks()).isEqualTo(3);
        assertThat(new Plan(16, 8, 1, 0, 0, Precision.FLOAT32).chunks()).isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PlanOptions(-1, 0))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PlanOptions(0, -2))
                .withMessageContaining("-2");
    }
}
