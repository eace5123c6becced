package io.github.diffusionelites.run.picture;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.Map;

/**
 * Draws short texts from strokes of its own, because a machine need not have a font. A glyph is a set of polylines on a
 * grid 4 units wide and 6 high; two digits are a point, first right, then down.
 */
final class StrokeFont {

    private static final int ADVANCE = 6;
    private static final int HEIGHT = 6;

    private static final Map<Character, String> GLYPHS = Map.ofEntries(
            Map.entry('0', "10 30 41 45 36 16 05 01 10"),
            Map.entry('1', "11 20 26|16 36"),
            Map.entry('2', "01 10 30 41 42 06 46"),
            Map.entry('3', "01 10 30 41 42 33 13|33 44 45 36 16 05"),
            Map.entry('4', "36 30 04 44"),
            Map.entry('5', "40 00 02 32 43 45 36 16 05"),
            Map.entry('6', "41 30 10 01 05 16 36 45 44 33 13 04"),
            Map.entry('7', "00 40 41 16"),
            Map.entry('8', "10 30 41 42 33 13 02 01 10|13 04 05 16 36 45 44 33"),
            Map.entry('9', "05 16 36 45 41 30 10 01 02 13 33 42"),
            Map.entry('.', "26 26"),
            Map.entry('-', "13 33"),
            Map.entry('/', "06 40"),
            Map.entry('A', "06 01 10 30 41 46|03 43"),
            Map.entry('C', "41 30 10 01 05 16 36 45"),
            Map.entry('D', "00 30 41 45 36 06 00"),
            Map.entry('E', "40 00 06 46|03 33"),
            Map.entry('F', "40 00 06|03 33"),
            Map.entry('G', "41 30 10 01 05 16 36 45 43 23"),
            Map.entry('I', "10 30|20 26|16 36"),
            Map.entry('L', "00 06 46"),
            Map.entry('N', "06 00 46 40"),
            Map.entry('O', "10 30 41 45 36 16 05 01 10"),
            Map.entry('P', "06 00 30 41 42 33 03"),
            Map.entry('R', "06 00 30 41 42 33 03|23 46"),
            Map.entry('S', "41 30 10 01 02 13 33 44 45 36 16 05"),
            Map.entry('T', "00 40|20 26"),
            Map.entry('W', "00 16 22 36 40"));

    private StrokeFont() {}

    /**
     * Draws a text in the current colour.
     *
     * @param text digits, {@code . - /}, spaces and the capital letters that are needed; others leave a gap
     * @param x left end, or right end if {@code fromRight}
     * @param y baseline
     * @param height of a capital letter, in pixels
     */
    static void draw(Graphics2D graphics, String text, double x, double y, double height, boolean fromRight) {
        double unit = height / HEIGHT;
        double left = fromRight ? x - width(text, height) : x;
        Path2D strokes = new Path2D.Double();
        for (int i = 0; i < text.length(); i++) {
            String glyph = GLYPHS.get(text.charAt(i));
            if (glyph != null) {
                add(strokes, glyph, left + i * ADVANCE * unit, y - height, unit);
            }
        }
        graphics.setStroke(new BasicStroke((float) (height / 7), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(strokes);
    }

    /** Returns the width of a text in pixels. */
    static double width(String text, double height) {
        return (text.length() * ADVANCE - 2) * height / HEIGHT;
    }

    private static void add(Path2D strokes, String glyph, double left, double top, double unit) {
        for (String line : glyph.split("\\|")) {
            boolean first = true;
            for (String point : line.split(" ")) {
                double x = left + (point.charAt(0) - '0') * unit;
                double y = top + (point.charAt(1) - '0') * unit;
                if (first) {
                    strokes.moveTo(x, y);
                } else {
                    strokes.lineTo(x, y);
                }
                first = false;
            }
        }
    }
}
