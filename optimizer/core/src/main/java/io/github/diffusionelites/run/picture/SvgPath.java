package io.github.diffusionelites.run.picture;

import java.util.Locale;

/** The moves of an SVG path, to a tenth of a pixel. */
public final class SvgPath {

    private final StringBuilder moves = new StringBuilder();
    private boolean drawing;

    /** Begins with the pen lifted. */
    public SvgPath() {}

    /** Goes to a point: with a line, unless the pen was lifted. */
    public SvgPath to(double x, double y) {
        moves.append(String.format(Locale.ROOT, "%s%.1f %.1f", drawing ? "L" : "M", x, y));
        drawing = true;
        return this;
    }

    /** Lifts the pen: the next point begins a new line. */
    public SvgPath lift() {
        drawing = false;
        return this;
    }

    /** Returns to the beginning of the line. */
    public SvgPath back() {
        moves.append('Z');
        drawing = false;
        return this;
    }

    @Override
    public String toString() {
        return moves.toString();
    }
}
