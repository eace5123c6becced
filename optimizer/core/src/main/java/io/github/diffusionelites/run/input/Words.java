package io.github.diffusionelites.run.input;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of some words.
 *
 * @param words that are allowed
 */
public record Words(List<String> words) implements Allowed<String> {

    /** Copies the list. */
    public Words {
        words = List.copyOf(words);
    }

    /** Returns the names of constants in lower case. */
    public static Words of(Enum<?>... constants) {
        return new Words(Stream.of(constants).map(Words::word).toList());
    }

    /** Returns the word of a constant. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String describe() {
        return words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(", ", "one of ", ""));
    }

    @Override
    public @Nullable String of(@Nullable Object value) {
        return value instanceof String word && words.contains(word) ? word : null;
    }

    @Override
    public boolean isNumber() {
        return false;
    }
}
