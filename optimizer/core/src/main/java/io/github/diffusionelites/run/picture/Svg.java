package io.github.diffusionelites.run.picture;

import java.util.Locale;

/** Builds an SVG 1.1 document. Lengths are in pixels, text is set in the viewer's own sans-serif font. */
final class Svg {

    private final StringBuilder text = new StringBuilder();

    /** Begins a white document. */
    Svg(int width, int height, String title) {
        text.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\""
                        + " font-family=\"Helvetica, Arial, sans-serif\" font-size=\"12\">%n<title>%3$s</title>%n"
                        + "<rect width=\"%1$d\" height=\"%2$d\" fill=\"#ffffff\"/>%n",
                width,
                height,
                escaped(title)));
    }

    /**
     * Adds an element without content.
     *
     * @param attributes in the form {@code name="value"}
     */
    Svg element(String name, String attributes) {
        text.append('<').append(name).append(' ').append(attributes).append("/>\n");
        return this;
    }

    /** Adds a straight line. */
    Svg line(double x1, double y1, double x2, double y2, String style) {
        return element(
                "line",
                String.format(
                        Locale.ROOT, "x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s", x1, y1, x2, y2, style));
    }

    /** Adds a filled circle. */
    Svg dot(double x, double y, double radius, String style) {
        return element(
                "circle", String.format(Locale.ROOT, "cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" %s", x, y, radius, style));
    }

    /** Adds one line of text. */
    Svg label(double x, double y, String anchor, String style, String label) {
        text.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n",
                x,
                y,
                anchor,
                style,
                escaped(label)));
        return this;
    }

    /** Adds a path of the given moves. */
    Svg path(SvgPath path, String style) {
        return element("path", "d=\"" + path + "\" " + style);
    }

    /** Defines a rectangle that groups can be clipped to. */
    Svg clip(String name, String rectangle) {
        text.append("<clipPath id=\"")
                .append(name)
                .append("\"><rect ")
                .append(rectangle)
                .append("/></clipPath>\n");
        return this;
    }

    /** Opens a group; {@link #close} ends it. */
    Svg open(String attributes) {
        text.append("<g ").append(attributes).append(">\n");
        return this;
    }

    /** Ends the innermost open group. */
    Svg close() {
        text.append("</g>\n");
        return this;
    }

    /** Returns the document. */
    String document() {
        return text + "</svg>\n";
    }

    private static String escaped(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
