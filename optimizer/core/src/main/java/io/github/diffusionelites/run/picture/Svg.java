package io.github.diffusionelites.run.picture;

import java.util.Locale;

/** Builds an SVG 1.1 document. Lengths are in pixels, text is set in the viewer's own sans-serif font. */
public final class Svg {

    private final StringBuilder text = new StringBuilder();

    /** Begins a white document. */
    Svg(int width, int height, String title) {
        this(width, height, title, " font-family=\"Helvetica, Arial, sans-serif\" font-size=\"12\"");
        element("rect", String.format(Locale.ROOT, "width=\"%d\" height=\"%d\" fill=\"#ffffff\"", width, height));
    }

    private Svg(int width, int height, String title, String attributes) {
        text.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\""
                        + "%3$s>%n<title>%4$s</title>%n",
                width,
                height,
                attributes,
                escaped(title)));
    }

    /** Begins a picture within a page, which gives it its background, colours and fonts by classes. */
    public static Svg inline(int width, int height, String title) {
        return new Svg(width, height, title, " role=\"img\"");
    }

    /**
     * Adds an element without content.
     *
     * @param attributes in the form {@code name="value"}
     */
    public Svg element(String name, String attributes) {
        text.append('<').append(name).append(' ').append(attributes).append("/>\n");
        return this;
    }

    /** Adds a straight line. */
    public Svg line(double x1, double y1, double x2, double y2, String style) {
        return element(
                "line",
                String.format(
                        Locale.ROOT, "x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s", x1, y1, x2, y2, style));
    }

    /** Adds a filled circle. */
    public Svg dot(double x, double y, double radius, String style) {
        return element(
                "circle", String.format(Locale.ROOT, "cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" %s", x, y, radius, style));
    }

    /** Adds one line of text. */
    public Svg label(double x, double y, String anchor, String style, String label) {
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
    public Svg path(SvgPath path, String style) {
        return element("path", "d=\"" + path + "\" " + style);
    }

    /** Defines a rectangle that groups can be clipped to. */
    public Svg clip(String name, String rectangle) {
        text.append("<clipPath id=\"")
                .append(name)
                .append("\"><rect ")
                .append(rectangle)
                .append("/></clipPath>\n");
        return this;
    }

    /** Opens a group; {@link #close} ends it. */
    public Svg open(String attributes) {
        text.append("<g ").append(attributes).append(">\n");
        return this;
    }

    /** Ends the innermost open group. */
    public Svg close() {
        text.append("</g>\n");
        return this;
    }

    /** Returns the document. */
    public String document() {
        return text + "</svg>\n";
    }

    /** Returns text that is no markup in an element or in an attribute within quotes. */
    public static String escaped(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
