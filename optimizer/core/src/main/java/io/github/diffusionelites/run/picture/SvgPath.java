package io.github.diffusionelites.run.picture;

import java.util.Locale;

/** The moves of an SVG path, to a tenth of a pixel. */
final class SvgPath {

    private final StringBuilder moves = new StringBuilder();
    private boolean drawing;

    /** Goes to a point: with a line, unless the pen was lifted. */
    SvgPath to(double x, double y) {
        moves.append(String.format(Locale.ROOT, "%s%.1f %.1f", drawing ? "L" : "M", x, y));
        drawing = true;
        return this;
    }

    /** Lifts the pen: the next point begins a new line. */
    SvgPath lift() {
        drawing = false;
        return this;
    }

    /** Returns to the beginning of the line. */
    SvgPath back() {
        moves.append('Z');
        drawing = false;
        return this;
    }

    @Override
    public String toString() {
        return moves.toString();
    }
}
