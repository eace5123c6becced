package io.github.diffusionelites.support;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every refusal of an input file owes to the person who reads it. Each reader of files has a fuzz test beside it,
 * {@code XxxFuzzTest} with one method, which holds its refusals to this.
 */
public final class Refusals {

    private Refusals() {}

    /** Checks that a message is one sentence on one line that names the file and that a terminal can show. */
    public static void requireSentence(String message, Object file) {
        assertThat(message).contains(file.toString()).endsWith(".").doesNotContain("\n");
        assertThat(message.codePoints())
                .as("control characters in: %s", message)
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        assertThat(message.length()).as("length of: %s", message).isLessThan(2000);
        // What a parser of another house says must not tell of its classes and settings.
        assertThat(message).doesNotContain("java.", "tools.jackson", "JsonReadFeature", "StreamRead", "REDACTED");
    }
}
