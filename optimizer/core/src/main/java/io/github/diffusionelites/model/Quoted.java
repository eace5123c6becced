package io.github.diffusionelites.model;

/**
 * Text of a file that is not trusted, made fit to be shown: what a terminal would obey or what hides in print becomes
 * an escape of its UTF-16 code, as in Java: {@code \}{@code u001b}.
 */
public final class Quoted {

    private static final int LONGEST = 80;

    private Quoted() {}

    /** Returns text in quotes, escaped; of more than 80 characters only the beginning and how many there are. */
    public static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return '"' + escaped(text) + '"';
        }
        return '"' + escaped(text.substring(0, LONGEST)) + "...\" (" + text.length() + " characters)";
    }

    /** Returns text of any length on one line, escaped. */
    public static String escaped(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isVisible(c)) {
                shown.appendCodePoint(c);
            } else {
                for (char half : Character.toChars(c)) {
                    shown.append(String.format("\\u%04x", (int) half));
                }
            }
        });
        return shown.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            // FORMAT holds the marks that turn the direction of writing.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
