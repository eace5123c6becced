package io.github.diffusionelites.reward.process;

import java.util.Locale;

/** Reads decimal numbers as C, awk, Python and R print them. */
final class Numbers {

    private Numbers() {}

    /**
     * Returns the nearest 32-bit float; nan and inf in any case and with any sign are numbers too.
     *
     * @throws NumberFormatException if it is none
     */
    static float parse(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        boolean signed = word.startsWith("-") || word.startsWith("+");
        switch (signed ? word.substring(1) : word) {
            case "nan" -> {
                return Float.NaN;
            }
            case "inf", "infinity" -> {
                return word.startsWith("-") ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
            }
            default -> {
                // Java also reads suffixes and hexadecimal digits, which no other program means.
                if (!word.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.e".indexOf(c) >= 0)) {
                    throw new NumberFormatException(text);
                }
                return Float.parseFloat(word);
            }
        }
    }
}
