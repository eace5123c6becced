package io.github.diffusionelites.reward.process;

import io.github.diffusionelites.model.Quoted;
import java.nio.charset.StandardCharsets;

/** What a process wrote, fit for a message. */
final class Shown {

    private static final int LONGEST_BYTES = 80;

    private Shown() {}

    static String text(String text) {
        return Quoted.shortened(text);
    }

    /** Returns the first bytes as text, one character a byte. */
    static String bytes(byte[] bytes, int length) {
        return Quoted.shortened(new String(bytes, 0, Math.min(length, LONGEST_BYTES), StandardCharsets.ISO_8859_1));
    }
}
