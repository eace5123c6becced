package io.github.diffusionelites.batch.manifest;

/** Numbers in cells of text: ASCII digits with sign, point and exponent, as in JSON, but a plus or zeros may lead. */
final class NumberText {

    /** More characters than any number needs. */
    private static final int LONGEST = 64;

    private NumberText() {}

    /** Returns a {@link Long} or a {@link Double}; the text itself if it is not a number. */
    static Object parse(String text) {
        boolean digits = false;
        boolean whole = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            digits |= c >= '0' && c <= '9';
            boolean sign = i == 0 && (c == '-' || c == '+');
            whole &= sign || (c >= '0' && c <= '9');
            if ("0123456789+-.eE".indexOf(c) < 0) {
                return text;
            }
        }
        if (!digits || text.length() > LONGEST) {
            return text;
        }
        try {
            return whole ? (Object) Long.parseLong(text) : (Object) Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return whole ? (Object) Double.parseDouble(text) : text;
        }
    }
}
