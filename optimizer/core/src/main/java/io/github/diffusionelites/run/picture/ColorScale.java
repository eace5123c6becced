package io.github.diffusionelites.run.picture;

import java.awt.Color;

/**
 * A sequence of colours from violet over red to amber whose lightness rises evenly to the eye. It is a line in OKLCH,
 * the cylinder coordinates of Oklab (B. Ottosson 2020).
 */
final class ColorScale {

    private static final double[] LIGHTNESS = {0.40, 0.80};
    private static final double[] CHROMA = {0.19, 0.165};
    /** In degrees; past 360 on purpose, so that the way leads through red. */
    private static final double[] HUE = {285, 438};

    private ColorScale() {}

    /** Returns the colour at {@code place}, clamped to [0, 1]; NaN counts as 1. */
    static Color at(double place) {
        double t = Double.isNaN(place) ? 1 : Math.clamp(place, 0, 1);
        double hue = Math.toRadians(between(HUE, t));
        double chroma = between(CHROMA, t);
        return rgb(between(LIGHTNESS, t), chroma * Math.cos(hue), chroma * Math.sin(hue));
    }

    /** Returns the colour as {@code #rrggbb}. */
    static String hex(double place) {
        return String.format("#%06x", at(place).getRGB() & 0xffffff);
    }

    private static double between(double[] ends, double t) {
        return ends[0] + t * (ends[1] - ends[0]);
    }

    private static Color rgb(double lightness, double a, double b) {
        double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        return new Color(
                companded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
                companded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
                companded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
    }

    private static double cube(double x) {
        return x * x * x;
    }

    /** The transfer function of sRGB (IEC 61966-2-1). */
    private static float companded(double linear) {
        double c = Math.clamp(linear, 0, 1);
        return (float) (c <= 0.0031308 ? 12.92 * c : 1.055 * Math.pow(c, 1 / 2.4) - 0.055);
    }
}
