package io.github.diffusionelites.run.input;

import org.jspecify.annotations.Nullable;

/**
 * Which values are allowed somewhere.
 *
 * @param <T> of the values
 */
public sealed interface Allowed<T> permits NumberRange, WholeRange, Words {

    /** Says which values are allowed, to go on after "must be". */
    String describe();

    /** Returns a value as TOML or JSON give it, a number, text, truth value or list, if it is allowed; else null. */
    @Nullable
    T of(@Nullable Object value);

    /** Returns whether the values are numbers. */
    default boolean isNumber() {
        return true;
    }

    /** Says what is wrong with a value that is not allowed, to go on after a colon. */
    default String misfit(Object value) {
        boolean text = isNumber() && value instanceof String;
        return Literal.shown(value) + (text ? " is not a number" : " does not fit") + "; it must be " + describe()
                + ".";
    }
}
