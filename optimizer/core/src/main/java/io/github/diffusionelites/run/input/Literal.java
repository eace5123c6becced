package io.github.diffusionelites.run.input;

import io.github.diffusionelites.model.Quoted;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** Values as TOML. */
public final class Literal {

    private static final int LONGEST_SHOWN = 60;
    /** More is not looked at for a message. */
    private static final int MOST_ELEMENTS = 32;

    private Literal() {}

    /** Returns a value as TOML. */
    public static String of(Object value) {
        return switch (value) {
            case String words -> '"' + Toml.tomlEscape(words).toString() + '"';
            case Double number when Double.isNaN(number) -> "nan";
            case Double number when Double.isInfinite(number) -> number > 0 ? "inf" : "-inf";
            case TomlArray array -> of(array.toList());
            case List<?> list -> list.stream().map(Literal::of).collect(Collectors.joining(", ", "[", "]"));
            case TomlTable table -> "a table";
            case Map<?, ?> map -> "an object";
            default -> value.toString();
        };
    }

    /** Returns a value as TOML, shortened for a message. */
    public static String shown(Object value) {
        Object some = switch (value) {
            case String words when words.length() > LONGEST_SHOWN -> words.substring(0, LONGEST_SHOWN);
            case List<?> list when list.size() > MOST_ELEMENTS -> list.subList(0, MOST_ELEMENTS);
            default -> value;
        };
        String literal = Quoted.escaped(of(some));
        return literal.length() <= LONGEST_SHOWN ? literal : literal.substring(0, LONGEST_SHOWN - 3) + "...";
    }
}
