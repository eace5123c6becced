package io.github.diffusionelites.run.job;

import io.github.diffusionelites.model.Quoted;
import io.github.diffusionelites.run.input.Allowed;
import io.github.diffusionelites.run.input.Literal;
import io.github.diffusionelites.run.input.NearestName;
import io.github.diffusionelites.run.input.NumberRange;
import io.github.diffusionelites.run.input.Problems;
import io.github.diffusionelites.run.input.Setting;
import io.github.diffusionelites.run.input.WholeRange;
import io.github.diffusionelites.run.input.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A table of a job file. Every getter notes the key as known and reports a value that does not fit, then goes on with a
 * stand-in, so that one reading finds all problems. {@link #finish} reports the keys that nobody asked for.
 */
final class Section {

    private final TomlTable table;
    private final String name;
    private final int line;
    private final Problems problems;
    private final TreeSet<String> known = new TreeSet<>();

    /**
     * Reads a table.
     *
     * @param name what to call it, for example {@code [search]}; empty for the whole file
     * @param line where it begins, from 1
     */
    Section(TomlTable table, String name, int line, Problems problems) {
        this.table = table;
        this.name = name;
        this.line = line;
        this.problems = problems;
    }

    /** Returns whether the key is there. */
    boolean has(String key) {
        known.add(key);
        return table.contains(List.of(key));
    }

    /** Returns an integer of [least, largest], or what to use where the key is missing; null if it must be there. */
    int integer(String key, long least, long largest, @Nullable Integer missing) {
        return (int) whole(key, least, largest, missing == null ? null : missing.longValue());
    }

    /** Returns a 64-bit integer of [least, largest], or what to use where the key is missing. */
    long whole(String key, long least, long largest, @Nullable Long missing) {
        return or(allowed(key, new WholeRange(least, largest), missing), least);
    }

    /** Returns a finite number of [least, largest], or what to use where the key is missing; null if it is required. */
    double number(String key, double least, double largest, @Nullable Double missing) {
        return or(allowed(key, new NumberRange(least, largest), missing), least);
    }

    /** Returns an integer that a setting allows, or what to use where it is missing; null if it must be there. */
    long whole(Setting setting, @Nullable Long missing) {
        WholeRange range = (WholeRange) setting.allowed();
        return or(allowed(setting.key(), range, missing), range.least());
    }

    /** Returns a number that a setting allows, or what to use where it is missing. */
    double number(Setting setting, double missing) {
        return or(allowed(setting.key(), (NumberRange) setting.allowed(), missing), missing);
    }

    /** Returns the constant that a word names, or what to use where the key is missing; null if it must be there. */
    <E extends Enum<E>> E constant(String key, E[] constants, @Nullable E missing) {
        String word = allowed(key, Words.of(constants), missing == null ? null : Words.word(missing));
        return Stream.of(constants)
                .filter(constant -> Words.word(constant).equals(word))
                .findFirst()
                .orElse(constants[0]);
    }

    private <T> @Nullable T allowed(String key, Allowed<T> range, @Nullable T missing) {
        Object value = value(key, range.describe(), missing == null);
        T found = value == null ? missing : range.of(value);
        if (value != null && found == null) {
            refuse(key, value, range.describe());
        }
        return found;
    }

    private static <T> T or(@Nullable T value, T other) {
        return value == null ? other : value;
    }

    /** Returns true or false, or what to use where the key is missing. */
    boolean flag(String key, boolean missing) {
        Object value = value(key, "true or false", false);
        if (value != null && !(value instanceof Boolean)) {
            refuse(key, value, "true or false");
        }
        return value instanceof Boolean flag ? flag : missing;
    }

    /** Returns a text that is not empty, or what to use where the key is missing; null if it must be there. */
    String text(String key, @Nullable String missing) {
        Object value = value(key, "a text in quotes", missing == null);
        if (value == null) {
            return missing == null ? "" : missing;
        }
        if (!(value instanceof String text) || text.isBlank()) {
            refuse(key, value, "a text in quotes that is not empty");
            return "";
        }
        return text;
    }

    /** Returns one of the words, or what to use where the key is missing; null, and a problem, if there is none. */
    @Nullable
    String word(String key, List<String> words, @Nullable String missing) {
        return allowed(key, new Words(words), missing);
    }

    /** Returns a list of texts; empty, and a problem, if there is none. */
    List<String> texts(String key) {
        String allowed = "a list of texts such as [\"goal.0\", \"goal.1\"]";
        Object value = value(key, allowed, true);
        List<Object> elements = value instanceof TomlArray array ? array.toList() : List.of();
        List<String> texts = elements.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
        boolean fits = !texts.isEmpty() && texts.size() == elements.size();
        if (value != null && !fits) {
            refuse(key, value, allowed);
        }
        return fits ? texts : List.of();
    }

    /** Returns a list of at least one text, the first not empty; empty, and a problem, if there is none. */
    List<String> texts(String key, String allowed) {
        Object value = value(key, allowed, true);
        List<String> texts = new ArrayList<>();
        if (value instanceof TomlArray array) {
            for (Object element : array.toList()) {
                if (element instanceof String text && text.indexOf(0) < 0) {
                    texts.add(text);
                }
            }
            if (texts.size() < array.size()) {
                texts.clear();
            }
        }
        boolean fits = !texts.isEmpty() && !texts.getFirst().isBlank();
        if (value != null && !fits) {
            refuse(key, value, allowed);
        }
        return fits ? texts : List.of();
    }

    /** Returns a list of at least one finite number; empty, and a problem, if there is none. */
    List<Double> numbers(String key) {
        String allowed = "a list of finite numbers such as [0.4, 0.2]";
        Object value = value(key, allowed, true);
        List<Double> numbers = value instanceof TomlArray array ? numbers(array) : List.of();
        if (value != null && numbers.isEmpty()) {
            refuse(key, value, allowed);
        }
        return numbers;
    }

    /** Returns a list of lists of finite numbers, all equally long; empty, and a problem, if there is none. */
    List<List<Double>> numberLists(String key, String allowed) {
        Object value = value(key, allowed, true);
        List<List<Double>> lists = new ArrayList<>();
        if (value instanceof TomlArray array) {
            for (Object element : array.toList()) {
                lists.add(element instanceof TomlArray inner ? numbers(inner) : List.of());
            }
        }
        boolean fits = lists.stream().map(List::size).distinct().count() == 1
                && !lists.getFirst().isEmpty();
        if (value != null && !fits) {
            refuse(key, value, allowed);
        }
        return fits ? lists : List.of();
    }

    /** Returns a table; an empty one if it is missing, and a problem if it must be there. */
    Section table(String key, boolean required) {
        Object value = value(key, "a table", required);
        if (value instanceof TomlTable inner) {
            return new Section(inner, "[" + path(key) + "]", lineOf(key), problems);
        }
        if (value != null) {
            refuse(key, value, "a table, written [" + path(key) + "]");
        }
        return new Section(org.tomlj.Toml.parse(""), "[" + path(key) + "]", line, problems);
    }

    /** Returns the tables of an array of tables, in the order of the file; a problem if there is none. */
    List<Section> tables(String key) {
        String allowed = "at least one table, written [[" + path(key) + "]]";
        Object value = value(key, allowed, true);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof TomlArray array)
                || array.isEmpty()
                || !array.toList().stream().allMatch(TomlTable.class::isInstance)) {
            refuse(key, value, allowed);
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            sections.add(new Section(
                    array.getTable(i),
                    "[[" + path(key) + "]] number " + (i + 1),
                    array.inputPositionOf(i).line(),
                    problems));
        }
        return sections;
    }

    /** Returns the keys of this table, in the order of the file. */
    List<String> keys() {
        return List.copyOf(table.keySet());
    }

    /** Returns where the table begins. */
    int line() {
        return line;
    }

    /**
     * A key and what it stands for.
     *
     * @param key with those of the tables around it and points between
     * @param line of the file
     * @param value a number, a text, a truth value, a list of such, or what else TOML has
     */
    record Entry(String key, int line, Object value) {}

    /** Returns all keys with their values, in the order of the file. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        entries("", table, entries);
        return entries;
    }

    private void entries(String prefix, TomlTable from, List<Entry> entries) {
        for (String key : from.keySet()) {
            Object value = Objects.requireNonNull(from.get(List.of(key)));
            TomlPosition position = from.inputPositionOf(List.of(key));
            if (value instanceof TomlTable inner && !inner.isEmpty()) {
                entries(prefix + key + ".", inner, entries);
            } else {
                entries.add(new Entry(prefix + key, position == null ? line : position.line(), plain(value)));
            }
        }
    }

    private static Object plain(Object value) {
        return value instanceof TomlArray array
                ? array.toList().stream().map(Section::plain).toList()
                : value;
    }

    /** Reports a value that fits its own key, but not the others. */
    void refuse(String key, Object value, String allowed) {
        problems.add(lineOf(key), named(key) + " is " + Literal.shown(value) + ", but must be " + allowed + ".");
    }

    /** Reports an entry whose value does not fit. */
    void refuse(Entry entry, String allowed) {
        problems.add(
                entry.line(),
                named(entry.key()) + " is " + Literal.shown(entry.value()) + ", but must be " + allowed + ".");
    }

    /** Reports a key that does not fit the others; the rest goes on after it and has no full stop. */
    void problem(String key, String rest) {
        problems.add(lineOf(key), named(key) + " " + rest + ".");
    }

    /** Reports what is wrong with the table; without a full stop. */
    void problem(String sentence) {
        problems.add(line, "in " + name + " " + sentence + ".");
    }

    /** Reports every key that was not asked for. */
    void finish() {
        for (String key : table.keySet()) {
            if (!known.contains(key)) {
                problems.add(
                        lineOf(key),
                        named(key) + " is unknown"
                                + NearestName.of(key, known)
                                        .map(near -> " (was \"" + near + "\" meant?)")
                                        .orElse("")
                                + "; allowed here are " + String.join(", ", known) + ".");
            }
        }
    }

    private String path(String key) {
        return name.isEmpty() ? key : name.replaceAll("[\\[\\]]", "") + "." + key;
    }

    private @Nullable Object value(String key, String allowed, boolean required) {
        known.add(key);
        Object value = table.get(List.of(key));
        if (value == null && required) {
            problems.add(line, named(key) + " is missing; it must be " + allowed + ".");
        }
        return value;
    }

    private String named(String key) {
        return "the key " + Quoted.shortened(key) + (name.isEmpty() ? "" : " of " + name);
    }

    /** Returns where a key stands, or where the table begins if it is missing. */
    int lineOf(String key) {
        TomlPosition position = table.inputPositionOf(List.of(key));
        return position == null ? line : position.line();
    }

    private static List<Double> numbers(TomlArray array) {
        List<Double> numbers = new ArrayList<>();
        for (Object element : array.toList()) {
            if (!(element instanceof Number number) || !Float.isFinite(number.floatValue())) {
                return List.of();
            }
            numbers.add(number.doubleValue());
        }
        return numbers;
    }
}
