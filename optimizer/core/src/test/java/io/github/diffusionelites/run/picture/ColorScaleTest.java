package io.github.diffusionelites.run.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import org.junit.jupiter.api.Test;

class ColorScaleTest {

    @Test
    void shouldBecomeLighterAllTheWay() {
        double former = -1;
        for (int i = 0; i <= 50; i++) {
            double luminance = luminance(ColorScale.at(i / 50.0));
            assertThat(luminance).isGreaterThan(former);
            former = luminance;
        }
    }

    @Test
    void shouldClampAndTakeNanAsFarthest() {
        assertThat(ColorScale.at(-3)).isEqualTo(ColorScale.at(0));
        assertThat(ColorScale.at(7)).isEqualTo(ColorScale.at(1));
        assertThat(ColorScale.at(Double.NaN)).isEqualTo(ColorScale.at(1));
        assertThat(ColorScale.hex(0)).matches("#[0-9a-f]{6}");
    }

    /** Relative luminance of sRGB (IEC 61966-2-1). */
    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
